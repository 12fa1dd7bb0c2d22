/**
 * Judges a condition at every value of one metric of one run, in order.
 *
 * Kernels carry what they know from one call to the next, so that a value costs the same whether values come
 * one by one or a million at a time. Each must come to the verdict of `measure` and `meets`.
 */
export interface Kernel {
  /**
   * Judges `values[from..to)`. Before `from`, `values` holds at least the last `needed` values, or all there were.
   *
   * @param origin how many values were logged before `values[0]`
   * @param marks receives 1 at `i − from` where the condition holds at `i`, else 0
   * @returns at how many values the condition holds
   */
  advance(values: Float64Array, origin: number, from: number, to: number, marks: Uint8Array): number;
  /** Verdicts that were false because a NaN was in a window, or came out of infinities. */
  readonly nans: number;
  /** Where the unsatisfied value that came closest to the limit is: its position in the run, or −1. */
  readonly closestAt: number;
  /** Starts over for another run. */
  reset(): void;
}
