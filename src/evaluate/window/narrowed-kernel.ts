import type { Kernel } from "./kernel.js";

/** Values judged at once on the way to where something may hold. */
const STRETCH = 2048;

/**
 * Judges a condition that holds nowhere but where a laxer one does, and so looks at no values among which that one
 * never held. It never costs more than judging everything: values it has passed over are gone through again only as
 * far as the next window needs them.
 *
 * Advanced after the laxer one, over the same values, before which there must be twice as many as its windows hold, or
 * all there were. What it passes over is neither counted as NaN nor as a miss.
 */
export class NarrowedKernel implements Kernel {
  /** At how many of the values of the last `advance` the condition held. */
  held = 0;
  readonly #kernel: Kernel;
  /** How many values its windows hold. */
  readonly #needed: number;
  readonly #laxer: { readonly held: number } | undefined;
  /** The position in the run before which everything was judged. */
  #next = 0;
  /** Values of the run before the first one that the kernel was given since it last started over. */
  #before = 0;
  #marks: Uint8Array | undefined;

  /** @param laxer the kernel of the laxer condition; without one, every value is judged */
  constructor(kernel: Kernel, needed: number, laxer?: { readonly held: number }) {
    this.#kernel = kernel;
    this.#needed = needed;
    this.#laxer = laxer;
  }

  get nans(): number {
    return this.#kernel.nans;
  }

  get closestAt(): number {
    const { closestAt } = this.#kernel;
    return closestAt < 0 ? closestAt : closestAt + this.#before;
  }

  advance(values: Float64Array, origin: number, from: number, to: number, marks: Uint8Array): number {
    this.held = 0;
    if (this.#laxer?.held === 0) return 0;
    if (this.#next < origin + from) this.#catchUp(values, origin, from);
    this.held = this.#kernel.advance(values, origin - this.#before, from, to, marks);
    this.#next = origin + to;
    return this.held;
  }

  /** Goes on to `values[to]`: over all that was passed over, or where that is more, over what its windows hold. */
  #catchUp(values: Float64Array, origin: number, to: number): void {
    let from = this.#next - origin;
    if (to - from > this.#needed) {
      this.#kernel.reset();
      from = to - this.#needed;
      this.#before = origin + from;
    }
    this.#marks ??= new Uint8Array(STRETCH);
    for (; from < to; from += STRETCH) {
      this.#kernel.advance(values, origin - this.#before, from, Math.min(to, from + STRETCH), this.#marks);
    }
  }

  reset(): void {
    this.#kernel.reset();
    this.#next = 0;
    this.#before = 0;
    this.held = 0;
  }
}
