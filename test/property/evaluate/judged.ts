import { meets, type toCondition } from "../../../src/evaluate/window/condition.js";
import { createKernel } from "../../../src/evaluate/window/create-kernel.js";
import { measure } from "../../../src/evaluate/window/measure.js";

type Condition = ReturnType<typeof toCondition>;

/** The places at which the condition holds, each measured by itself, and how often that gave NaN. */
export function measured(condition: Condition, values: Float64Array, least: number) {
  const { comparison, limit } = condition;
  let nans = 0;
  const held: number[] = [];
  for (let at = least - 1; at < values.length; at++) {
    const { compared } = measure(condition, values, at, at + 1);
    if (meets(compared, comparison, limit)) held.push(at);
    else if (Number.isNaN(compared)) nans++;
  }
  return { held, nans };
}

/** How a kernel is tried. */
export interface JudgedOptions {
  readonly partial: boolean;
  /** Values it is given at once. */
  readonly piece: number;
  /** Whether the closest miss is wanted. */
  readonly closest: boolean;
  readonly create?: typeof createKernel;
}

/** The same by the kernel, which is given the values in pieces and no more of the past than it is promised. */
export function judged(condition: Condition, values: Float64Array, options: JudgedOptions) {
  const { partial, piece, closest, create = createKernel } = options;
  const kernel = create(condition, partial, closest);
  const marks = new Uint8Array(piece).fill(7);
  const held: number[] = [];
  for (let from = 0; from < values.length; from += piece) {
    const to = Math.min(values.length, from + piece);
    const origin = Math.max(0, from - condition.needed);
    const count = kernel.advance(values.slice(origin, to), origin, from - origin, to - origin, marks);
    const found =
      count === 0 ? [] : Array.from(marks.subarray(0, to - from), (mark, k) => (mark ? from + k : -1));
    held.push(...found.filter((at) => at >= 0));
  }
  return { held, nans: kernel.nans, closestAt: kernel.closestAt };
}
