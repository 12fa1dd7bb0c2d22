/**
 * The latest values of one metric: those that windows need, and those that weren't judged yet. Grows with what is
 * logged, never with what a window asks for.
 */
export class ValueBuffer {
  /** The values, of which the first `length` count. Replaced when it grows. */
  values = new Float64Array(16);
  length = 0;
  /** How many of the values were judged. */
  judged = 0;
  /** How many values there were before `values[0]`, since the windows last started empty. */
  origin = 0;

  /**
   * Makes room for `count` more values: drops what isn't needed, or grows where that frees too little.
   *
   * @param history how many judged values must stay
   */
  reserve(count: number, history: number): void {
    if (this.length + count <= this.values.length) return;
    const dropped = Math.max(0, this.judged - history);
    if (dropped >= this.length >> 1) this.#drop(dropped);
    if (this.length + count <= this.values.length) return;
    const grown = new Float64Array(Math.max(this.length + count, 2 * this.values.length));
    grown.set(this.values);
    this.values = grown;
  }

  /** The last `count` values, or all there are. */
  last(count: number): Float64Array {
    return this.values.subarray(Math.max(0, this.length - count), this.length);
  }

  clear(): void {
    this.length = 0;
    this.judged = 0;
    this.origin = 0;
  }

  /** Counts from the first value that is still there, with `judged` values judged: for windows that are formed anew. */
  restart(judged: number): void {
    this.origin = 0;
    this.judged = judged;
  }

  #drop(count: number): void {
    this.values.copyWithin(0, count, this.length);
    this.length -= count;
    this.judged -= count;
    this.origin += count;
  }
}
