import type { Condition } from "../window/condition.js";
import type { ChartScales, Grid } from "./chart-layout.js";
import type { CurveFiring } from "./curve-places.js";
import type { DrawnCurve } from "./drawn-curve.js";
import { element, type Markup, round, text } from "./markup.js";

/** Marks of one kind that would cover each other; one per so many pixels is drawn. */
const APART = 5;

/** The current and the prior window of each firing, as tinted columns. The prior one is hatched as well. */
export function windowMarks(
  { curve }: DrawnCurve,
  condition: Condition,
  { x }: ChartScales,
  grid: Grid,
  hatch: string,
): Markup[] {
  if (condition.needed === 1) return [];
  return curve.firings.flatMap(({ at, firing }) => {
    const column = (from: number, to: number, className: string, fill?: string) => {
      const left = x.at(curve.xs[Math.max(0, from)]!);
      const width = Math.max(2, x.at(curve.xs[to]!) - left);
      return element("rect", { class: className, fill, x: left, y: 0, width, height: grid.plotHeight });
    };
    const first = at + 1 - Math.ceil(firing.values.length / curve.perPlace);
    const before = first - Math.ceil(firing.prior.length / curve.perPlace);
    return [
      ...(firing.prior.length > 0
        ? [column(before, first - 1, "before"), column(before, first - 1, "hatching", `url(#${hatch})`)]
        : []),
      ...(condition.window > 1 ? [column(first, at, "now")] : []),
    ];
  });
}

/** A line down each firing, a dot at what was compared and a pointer at its step below the axis. */
export function firingMarks(
  drawn: DrawnCurve,
  condition: Condition,
  { x, y }: ChartScales,
  grid: Grid,
): Markup[] {
  return drawn.curve.firings.map(({ at, firing }) => {
    const left = round(x.at(drawn.curve.xs[at]!));
    const { current } = firing.measurement;
    const top = Number.isFinite(current) ? y.at(current) : current < 0 ? grid.plotHeight : 0;
    const shown = condition.spec.kind === "zscore" ? firing.values.at(-1)! : current;
    return element(
      "g",
      {},
      element("title", {}, text(firingTitle(drawn.curve.fullName, { at, firing }, shown))),
      element("line", { class: "moment", x1: left, x2: left, y1: 0, y2: grid.plotHeight }),
      element("circle", { class: "mark", cx: left, cy: Math.min(grid.plotHeight, Math.max(0, top)), r: 4.5 }),
      element("path", {
        class: "mark",
        d: `M${left},${grid.plotHeight - 1}l5,8h-10z`,
      }),
    );
  });
}

function firingTitle(run: string, { firing }: CurveFiring, shown: number): string {
  const where = firing.step === undefined ? "" : ` at step ${firing.step}`;
  return `${run} fired${where} (${firing.metric} ${shown}): ${firing.reason}`;
}

/** Values that have no place on the scale: a cross at the bottom for NaN, an arrow at the edge for an infinity. */
export function oddMarks({ curve, places }: DrawnCurve, { x }: ChartScales, grid: Grid): Markup[] {
  const marks: Markup[] = [];
  const last = new Map<string, number>();
  for (const at of places) {
    const value = curve.values[at]!;
    if (Number.isFinite(value)) continue;
    const left = round(x.at(curve.xs[at]!));
    const kind = String(value);
    if (left - (last.get(kind) ?? Number.NEGATIVE_INFINITY) < APART) continue;
    last.set(kind, left);
    const d = Number.isNaN(value)
      ? `M${left - 3},${grid.plotHeight - 8}l6,6m0,-6l-6,6`
      : value > 0
        ? `M${left - 4},7l4,-6l4,6`
        : `M${left - 4},${grid.plotHeight - 7}l4,6l4,-6`;
    marks.push(
      element("path", { class: "odd", d }, element("title", {}, text(`${kind} at ${curve.xs[at]}`))),
    );
  }
  return marks;
}

/** Where the condition held, firing or not, as ticks along the top. */
export function heldMarks({ curve }: DrawnCurve, { x }: ChartScales): Markup | undefined {
  const pixels = new Set(curve.held.map((at) => Math.round(x.at(curve.xs[at]!))));
  if (pixels.size === 0) return undefined;
  return element("path", { class: "held", d: [...pixels].map((left) => `M${left},0v4`).join("") });
}
