/** Bytes from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What to read, and how much of it at a time. */
export interface Reading {
  /** Rising and apart; the whole file by default. */
  readonly ranges?: readonly ByteRange[];
  readonly windowBytes: number;
}

/** A stretch of a file. The reader may change the bytes; their memory is used again for the next window. */
export interface ByteWindow {
  readonly bytes: Buffer;
  /** Where in the file it begins. */
  readonly offset: number;
}

const WHOLE_FILE: readonly ByteRange[] = [{ start: 0, end: Number.POSITIVE_INFINITY }];

/**
 * Cuts ranges of a file into windows. Says what to read into its buffer next, and gives the windows in it:
 * one read serves all the small ranges that lie close together.
 */
export class RangeCursor {
  readonly buffer: Buffer;
  readonly #ranges: readonly ByteRange[];
  #range = 0;
  #at: number;
  #ended = false;

  constructor({ ranges = WHOLE_FILE, windowBytes }: Reading) {
    this.buffer = Buffer.allocUnsafeSlow(windowBytes);
    this.#ranges = ranges;
    this.#at = ranges[0]?.start ?? 0;
  }

  /** From where in the file the buffer must be filled; undefined if all is read. */
  get missing(): number | undefined {
    return this.#ended || this.#range >= this.#ranges.length ? undefined : this.#at;
  }

  /** The windows in the buffer, after `filled` bytes were read from where they were missing. */
  *windows(filled: number): Generator<ByteWindow> {
    const from = this.#at;
    const to = from + filled;
    this.#ended = filled < this.buffer.length;
    while (this.#range < this.#ranges.length && this.#at < to) {
      const { end } = this.#ranges[this.#range]!;
      const offset = this.#at;
      const stop = Math.min(to, end);
      this.#at = stop;
      if (stop === end) {
        this.#range += 1;
        this.#at = this.#ranges[this.#range]?.start ?? stop;
      }
      yield { bytes: this.buffer.subarray(offset - from, stop - from), offset };
    }
  }
}
