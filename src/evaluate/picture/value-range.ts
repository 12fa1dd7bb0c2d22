import type { DrawnCurve } from "./drawn-curve.js";

/** How values are spread over the height: logarithmic where they span decades, `symlog` where some aren't positive. */
export type ScaleKind = "linear" | "log" | "symlog";

/** The values that a group of charts shows. */
export interface ValueRange {
  readonly kind: ScaleKind;
  readonly low: number;
  readonly high: number;
}

/** Between the 2nd and the 98th percentile: one tiny value by chance isn't a reason. */
const LOG_RATIO = 100;
/** A run so much smaller than the largest of the group would be a line at the bottom. */
const OWN_RATIO = 1e4;
/** So far that differences and the room around them stay finite. */
const LARGEST = Number.MAX_VALUE / 8;
/** So small that a tenth of it is still a number of full precision. */
const SMALLEST = 1e-300;
const SYMLOG_RATIO = 10_000;
/** How far, in heights of the curves, a threshold may lie from them and still be shown. */
const LIMIT_REACH = 3;
/** The same for levels that move, which would otherwise flatten the curves where a baseline is short. */
const LEVEL_REACH = 0.6;

/**
 * One range for all curves, so that charts side by side can be compared.
 *
 * @param limit a threshold to show with them; left out of the range where it would flatten the curves
 */
export function valueRange(curves: readonly DrawnCurve[], limit?: number): ValueRange {
  const shown = curves
    .flatMap(({ curve, places, trigger }) => [
      ...places.map((at) => curve.values[at]!),
      ...trigger.map(({ current }) => current),
    ])
    .filter(Number.isFinite)
    .map(bounded)
    .sort((a, b) => a - b);
  const first = shown[0];
  const last = shown.at(-1);
  if (first === undefined || last === undefined) return around(limit ?? 0);
  const kind = scaleKind(shown, first, limit);
  const { to, from } = TRANSFORMS[kind];
  let [low, high] = [to(first), to(last)];
  const span = high - low;
  if (limit !== undefined && Number.isFinite(limit) && (kind !== "log" || limit > 0)) {
    const at = to(limit);
    if (span === 0 || (at > low - LIMIT_REACH * span && at < high + LIMIT_REACH * span)) {
      low = Math.min(low, at);
      high = Math.max(high, at);
    }
  }
  const levels = curves
    .flatMap(({ trigger }) => trigger.flatMap(({ upper, lower }) => [upper, lower]))
    .filter(
      (level) =>
        level !== undefined && level !== limit && Number.isFinite(level) && (kind !== "log" || level > 0),
    )
    .map((level) => to(level as number));
  const reach = LEVEL_REACH * span;
  const bottom = levels.reduce((least, level) => Math.max(Math.min(least, level), low - reach), low);
  const top = levels.reduce((most, level) => Math.min(Math.max(most, level), high + reach), high);
  return tooNarrow(bottom, top)
    ? around(first)
    : { kind, low: bounded(from(bottom)), high: bounded(from(top)) };
}

/** The group's range, or the curve's own where it could not be seen in it. */
export function rangeInGroup(group: ValueRange, curve: DrawnCurve, limit?: number): ValueRange {
  if (group.kind === "linear") return group;
  const own = valueRange([curve], limit);
  return OWN_RATIO * largest(own) < largest(group) ? own : group;
}

const largest = ({ low, high }: ValueRange) => Math.max(Math.abs(low), Math.abs(high));

const symlog = {
  to: (value: number) => Math.sign(value) * Math.log1p(Math.abs(value)),
  from: (value: number) => Math.sign(value) * Math.expm1(Math.abs(value)),
};
const TRANSFORMS = {
  linear: { to: (value: number) => value, from: (value: number) => value },
  log: { to: Math.log, from: Math.exp },
  symlog,
} as const;

/** The value, or the largest that can be drawn. NaN stays NaN. */
export const bounded = (value: number) => Math.min(LARGEST, Math.max(-LARGEST, value));

/** Whether no axis could be divided between the two: floating point has too few numbers there. */
function tooNarrow(low: number, high: number): boolean {
  return high - low <= Math.max(SMALLEST, 1e-12 * Math.max(Math.abs(low), Math.abs(high)));
}

function around(value: number): ValueRange {
  const centre = Number.isFinite(value) ? value : 0;
  const room = Math.abs(centre) > SMALLEST ? Math.abs(centre) * 0.1 : 1;
  return { kind: "linear", low: centre - room, high: centre + room };
}

function scaleKind(sorted: readonly number[], low: number, limit: number | undefined): ScaleKind {
  const [usual, most] = [0.02, 0.98].map((part) => sorted[Math.round(part * (sorted.length - 1))]!);
  if (low > 0 && most! / usual! >= LOG_RATIO && (limit === undefined || limit > 0)) return "log";
  const sizes = sorted
    .map(Math.abs)
    .filter((size) => size > 0)
    .sort((a, b) => a - b);
  const typical = sizes[sizes.length >> 1] ?? 0;
  const extreme = sizes.at(-1) ?? 0;
  return low <= 0 && typical > 0 && extreme / typical >= SYMLOG_RATIO ? "symlog" : "linear";
}
