import { area, line } from "d3-shape";
import type { Condition } from "../window/condition.js";
import type { ChartScales, Grid } from "./chart-layout.js";
import type { DrawnCurve } from "./drawn-curve.js";
import { element, type Markup, round } from "./markup.js";
import type { TriggerPoint } from "./trigger-level.js";

type Point = readonly [number, number];

/** A line through the points, broken where one isn't finite. */
function path(points: readonly Point[], className: string): Markup {
  const draw = line<Point>()
    .defined(([, y]) => Number.isFinite(y))
    .x(([x]) => round(x))
    .y(([, y]) => round(y));
  return element("path", { class: className, d: draw(points) ?? "" });
}

/** The logged values, as a line and, where they are few, as dots. */
export function valueLine({ curve, places }: DrawnCurve, { x, y }: ChartScales, className: string): Markup[] {
  const points = places.map((at): Point => {
    const value = curve.values[at]!;
    return [x.at(curve.xs[at]!), Number.isFinite(value) ? y.at(value) : Number.NaN];
  });
  const dots = points.length <= 30 && className === "curve" ? points : [];
  return [
    path(points, className),
    ...dots
      .filter(([, top]) => Number.isFinite(top))
      .map(([left, top]) => element("circle", { class: "dot", cx: left, cy: top, r: 2.2 })),
  ];
}

/** What the condition compares, where that isn't the value itself. */
export function currentLine({ curve, trigger }: DrawnCurve, { x, y }: ChartScales): Markup {
  return path(
    trigger.map(({ at, current }) => [
      x.at(curve.xs[at]!),
      Number.isFinite(current) ? y.at(current) : Number.NaN,
    ]),
    "curve",
  );
}

/** The levels beyond which the condition holds: dashed, with the side on which it fires tinted. */
export function levelMarks(
  drawn: DrawnCurve,
  condition: Condition,
  scales: ChartScales,
  grid: Grid,
): Markup[] {
  if (condition.spec.kind === "threshold") return thresholdMarks(condition, scales, grid);
  return [
    ...bandMarks(drawn, scales, ({ upper }) => upper, 0),
    ...bandMarks(drawn, scales, ({ lower }) => lower, grid.plotHeight),
  ];
}

function thresholdMarks({ comparison, limit }: Condition, { y }: ChartScales, grid: Grid): Markup[] {
  const top = Math.min(grid.plotHeight, Math.max(0, y.at(limit)));
  if (!Number.isFinite(top)) return [];
  const zone = { class: "zone", x: 0, width: grid.plotWidth };
  return [
    ...(comparison.startsWith(">") ? [element("rect", { ...zone, y: 0, height: top })] : []),
    ...(comparison.startsWith("<")
      ? [element("rect", { ...zone, y: top, height: grid.plotHeight - top })]
      : []),
    element("line", { class: "level", x1: 0, x2: grid.plotWidth, y1: top, y2: top }),
  ];
}

function bandMarks(
  { curve, trigger }: DrawnCurve,
  { x, y }: ChartScales,
  levelOf: (point: TriggerPoint) => number | undefined,
  edge: number,
): Markup[] {
  const points = trigger.map((point): Point => {
    const level = levelOf(point);
    const top = level === undefined || !Number.isFinite(level) ? Number.NaN : y.at(level);
    return [x.at(curve.xs[point.at]!), top];
  });
  if (!points.some(([, top]) => Number.isFinite(top))) return [];
  const fill = area<Point>()
    .defined(([, top]) => Number.isFinite(top))
    .x(([left]) => round(left))
    .y0(edge)
    .y1(([, top]) => round(top));
  return [element("path", { class: "zone", d: fill(points) ?? "" }), path(points, "level")];
}
