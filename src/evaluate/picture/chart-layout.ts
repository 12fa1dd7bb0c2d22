import { type AxisScale, stepAxis } from "./axis-scale.js";
import type { DrawnCurve } from "./drawn-curve.js";

/** How many charts stand side by side, and how large the plotting area of each is, in pixels. */
export interface Grid {
  readonly columns: number;
  readonly plotWidth: number;
  readonly plotHeight: number;
  /** Size of a chart with its labels. */
  readonly cellWidth: number;
  readonly cellHeight: number;
}

/** Room around a plotting area: run and note above, ticks to the left, ticks and the axis' name below. */
export const MARGIN = { top: 24, right: 14, bottom: 40, left: 54 } as const;

/** A grid for so many charts in a picture of that width: few are large, many are small. */
export function gridFor(charts: number, width: number): Grid {
  const fitting = Math.max(1, Math.floor(width / 210));
  const wanted = charts <= 1 ? 1 : charts <= 4 ? 2 : charts <= 12 ? 3 : 4;
  const columns = Math.min(wanted, fitting);
  const plotHeight = [260, 150, 120, 96][columns - 1]!;
  const cellWidth = width / columns;
  return {
    columns,
    plotWidth: cellWidth - MARGIN.left - MARGIN.right,
    plotHeight,
    cellWidth,
    cellHeight: MARGIN.top + plotHeight + MARGIN.bottom,
  };
}

/** The scales of a chart. */
export interface ChartScales {
  readonly x: AxisScale;
  readonly y: AxisScale;
}

/** Of all charts together, below which a run gets a horizontal axis of its own. */
const SHORT_RUN = 1 / 20;

/** The horizontal axis of a curve: that of the group, unless the run is so short that nothing could be seen. */
export function stepAxisInGroup(group: AxisScale, curve: DrawnCurve, grid: Grid): AxisScale {
  const { xs } = curve.curve;
  const length = group.at(xs[xs.length - 1]!) - group.at(xs[0]!);
  return length < SHORT_RUN * grid.plotWidth ? stepAxisOf([curve], grid) : group;
}

/** The horizontal axis that all charts of an automation share. */
export function stepAxisOf(curves: readonly DrawnCurve[], grid: Grid): AxisScale {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { curve } of curves) {
    low = Math.min(low, curve.xs[0]!);
    high = Math.max(high, curve.xs[curve.xs.length - 1]!);
  }
  const fromZero = low > 0 && low < high / 4;
  return stepAxis(fromZero ? 0 : low, high, grid.plotWidth);
}
