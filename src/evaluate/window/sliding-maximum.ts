/**
 * The maximum of the last so many numbers, in constant time per number on average: a queue of those that no later
 * number exceeds. Grows with what is put in, not with the window.
 */
export class SlidingMaximum {
  readonly #window: number;
  #values = new Float64Array(16);
  #positions = new Float64Array(16);
  #mask = 15;
  /** Ever rising counters; the queue is between them. */
  #head = 0;
  #tail = 0;

  constructor(window: number) {
    this.#window = window;
  }

  /** Takes the number at `position`, which must rise by one each time, and gives the maximum of the window ending there. */
  push(value: number, position: number): number {
    let mask = this.#mask;
    let tail = this.#tail;
    while (tail > this.#head && this.#values[(tail - 1) & mask]! <= value) tail--;
    if (tail - this.#head > mask) {
      this.#grow();
      mask = this.#mask;
      tail = this.#tail;
    }
    this.#values[tail & mask] = value;
    this.#positions[tail & mask] = position;
    this.#tail = tail + 1;
    if (this.#positions[this.#head & mask]! <= position - this.#window) this.#head++;
    return this.#values[this.#head & mask]!;
  }

  clear(): void {
    this.#head = 0;
    this.#tail = 0;
  }

  #grow(): void {
    const size = this.#mask + 1;
    const values = new Float64Array(2 * size);
    const positions = new Float64Array(2 * size);
    for (let k = 0; k < size; k++) {
      values[k] = this.#values[(this.#head + k) & this.#mask]!;
      positions[k] = this.#positions[(this.#head + k) & this.#mask]!;
    }
    this.#values = values;
    this.#positions = positions;
    this.#mask = 2 * size - 1;
    this.#head = 0;
    this.#tail = size;
  }
}
