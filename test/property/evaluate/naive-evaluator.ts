import type { MetricSpec } from "wandb-automations/evaluate";

/**
 * What a condition means, worked out slowly and in another way than the package does: in fractions of whole numbers,
 * turned into doubles by the parser of decimal numbers.
 */

interface Fraction {
  readonly top: bigint;
  /** Positive. */
  readonly bottom: bigint;
}

/** So many digits that every point halfway between two doubles near the fraction can be written out. */
const digitsFor = ({ top, bottom }: Fraction): bigint =>
  (top < 0n ? -top : top) * 10n ** 20n > bottom ? 200n : 1200n;

function toFraction(x: number): Fraction {
  let bottom = 1n;
  let top = x;
  while (!Number.isInteger(top)) {
    top *= 2;
    bottom *= 2n;
  }
  return { top: BigInt(top), bottom };
}

function add(a: Fraction, b: Fraction): Fraction {
  if (a.bottom % b.bottom === 0n) return { top: a.top + b.top * (a.bottom / b.bottom), bottom: a.bottom };
  if (b.bottom % a.bottom === 0n) return add(b, a);
  return { top: a.top * b.bottom + b.top * a.bottom, bottom: a.bottom * b.bottom };
}
const negate = ({ top, bottom }: Fraction): Fraction => ({ top: -top, bottom });
const square = ({ top, bottom }: Fraction): Fraction => ({ top: top * top, bottom: bottom * bottom });
const over = ({ top, bottom }: Fraction, n: number): Fraction => ({ top, bottom: bottom * BigInt(n) });
const total = (list: readonly Fraction[]): Fraction => list.reduce(add, { top: 0n, bottom: 1n });

/** A decimal number as text; a digit more than there is room for says that something was cut off. */
const decimal = (scaled: bigint, digits: bigint, cut: boolean): number =>
  Number(`${scaled}${cut ? "1" : "0"}e-${digits + 1n}`);

function toDouble({ top, bottom }: Fraction): number {
  const digits = digitsFor({ top, bottom });
  const size = top < 0n ? -top : top;
  const scaled = (size * 10n ** digits) / bottom;
  const value = decimal(scaled, digits, scaled * bottom !== size * 10n ** digits);
  return top < 0n ? -value : value;
}

function root({ top, bottom }: Fraction): number {
  const digits = digitsFor({ top, bottom });
  const scaled = (top * 10n ** (2n * digits)) / bottom;
  // From above, Newton's steps fall until they are there.
  let root = 1n << BigInt(2 * scaled.toString(16).length);
  for (;;) {
    const next = (root + scaled / root) / 2n;
    if (next >= root) break;
    root = next;
  }
  return decimal(root, digits, root * root * bottom !== top * 10n ** (2n * digits));
}

function aggregate(agg: string | null, window: readonly number[]): number {
  if (agg === null) return window.at(-1)!;
  if (window.some(Number.isNaN)) return Number.NaN;
  if (agg === "MAX") return Math.max(...window);
  if (agg === "MIN") return Math.min(...window);
  const infinite = window.filter((value) => !Number.isFinite(value));
  if (infinite.length > 0) return new Set(infinite).size > 1 ? Number.NaN : infinite[0]!;
  const sum = total(window.map(toFraction));
  return toDouble(agg === "SUM" ? sum : over(sum, window.length));
}

function deviationOf(baseline: readonly number[]): [mean: number, deviation: number] {
  if (new Set(baseline).size === 1 && !Number.isNaN(baseline[0])) return [baseline[0]!, 0];
  if (!baseline.every(Number.isFinite)) return [Number.NaN, Number.NaN];
  const values = baseline.map(toFraction);
  const mean = over(total(values), values.length);
  const variance = over(total(values.map((value) => square(add(value, negate(mean))))), values.length);
  return [toDouble(mean), root(variance)];
}

/** The window settings that count. */
export function windowsOf(spec: MetricSpec): { window: number; prior: number } {
  if (spec.kind === "zscore") return { window: 1, prior: spec.window };
  if (spec.kind === "threshold") return { window: spec.agg === null ? 1 : spec.window, prior: 0 };
  return spec.agg === null ? { window: 1, prior: 1 } : { window: spec.window, prior: spec.priorWindow };
}

/** The number that is compared at each value; `undefined` where nothing is evaluated. */
export function comparedAt(
  spec: MetricSpec,
  values: readonly number[],
  partial: boolean,
): (number | undefined)[] {
  const { window, prior } = windowsOf(spec);
  const leastPrior = spec.kind === "zscore" ? Math.min(2, prior) : Math.min(1, prior);
  return values.map((_, at) => {
    const seen = values.slice(0, at + 1);
    const current = seen.slice(-window);
    const before = seen.slice(0, -window).slice(prior === 0 ? Infinity : -prior);
    const full = current.length === window && before.length === prior;
    const enough =
      prior === 0 ? current.length > 0 : current.length === window && before.length >= leastPrior;
    if (!(partial ? enough : full)) return undefined;
    if (spec.kind === "threshold") return aggregate(spec.agg, current);
    let change: number;
    if (spec.kind === "zscore") {
      const [mean, deviation] = deviationOf(before);
      change = (seen.at(-1)! - mean) / deviation;
    } else {
      const old = aggregate(spec.agg, before);
      const delta = aggregate(spec.agg, current) - old;
      change = spec.changeType === "RELATIVE" ? delta / Math.abs(old) : delta;
    }
    return spec.changeDir === "INCREASE"
      ? change
      : spec.changeDir === "DECREASE"
        ? -change
        : Math.abs(change);
  });
}

/** Whether the condition holds, given the number that is compared. */
export function holds(spec: MetricSpec, compared: number | undefined): boolean {
  if (compared === undefined || Number.isNaN(compared)) return false;
  if (spec.kind !== "threshold") return compared >= (spec.kind === "change" ? spec.amount : spec.threshold);
  const { cmp, threshold } = spec;
  const signs = { $gt: [1], $gte: [1, 0], $lt: [-1], $lte: [-1, 0], $eq: [0], $ne: [1, -1] }[cmp];
  return signs.includes(compared > threshold ? 1 : compared < threshold ? -1 : 0);
}
