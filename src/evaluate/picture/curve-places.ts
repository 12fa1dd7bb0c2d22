import type { MetricFiring } from "../verdict/firing.js";
import type { LoggedSeries } from "../verdict/outcome.js";

/** A firing and the place of its value on the curve. */
export interface CurveFiring {
  readonly at: number;
  readonly firing: MetricFiring;
}

/** A curve with its firings in their places. */
export interface PlacedCurve {
  readonly xs: readonly number[];
  readonly values: readonly number[];
  readonly firings: readonly CurveFiring[];
}

/** Values that are compared to find a firing in rows without steps. */
const COMPARED = 64;

/** Firings by their steps. A series that is too long to be kept whole may lack one: then its value is put in. */
export function placedByStep({ steps, values }: LoggedSeries, fired: readonly MetricFiring[]): PlacedCurve {
  const lacking = fired.filter(({ step }) => step !== undefined && placesOf(steps, [step]).length === 0);
  const [xs, ys] = lacking.length > 0 ? [[...steps], [...values]] : [steps, values];
  for (const { step, values: window } of lacking) {
    const at = insertionPlace(xs, step!);
    (xs as number[]).splice(at, 0, step!);
    (ys as number[]).splice(at, 0, window.at(-1)!);
  }
  const firings = fired.flatMap((firing) =>
    placesOf(xs, firing.step === undefined ? [] : [firing.step]).map((at) => ({ at, firing })),
  );
  return { xs, values: ys, firings };
}

/** Firings by the values in their windows, for rows that have no steps. */
export function placedByWindow({ values }: LoggedSeries, fired: readonly MetricFiring[]): PlacedCurve {
  const firings: CurveFiring[] = [];
  for (const firing of fired) {
    const at = placeOfWindow(values, firing, (firings.at(-1)?.at ?? -1) + 1);
    if (at !== undefined) firings.push({ at, firing });
  }
  return { xs: values.map((_, i) => i), values, firings };
}

/** The places of those steps that are there. */
export function placesOf(xs: readonly number[], steps: readonly number[]): readonly number[] {
  return steps.flatMap((step) => {
    const at = insertionPlace(xs, step);
    return xs[at] === step ? [at] : [];
  });
}

/** The first place that isn't below the step. */
function insertionPlace(xs: readonly number[], step: number): number {
  let low = 0;
  let high = xs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place from which looking back shows what the firing's windows end with. */
function placeOfWindow(values: readonly number[], firing: MetricFiring, from: number): number | undefined {
  const window = [...firing.prior, ...firing.values].slice(-COMPARED);
  for (let at = Math.max(from, window.length - 1); at < values.length; at++) {
    const start = at + 1 - window.length;
    if (window.every((value, i) => Object.is(value, values[start + i]))) return at;
  }
  return undefined;
}
