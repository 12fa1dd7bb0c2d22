import { firedText } from "../verdict/explain-verdict.js";
import { automationName } from "../verdict/words.js";
import { type AxisScale, valueAxis } from "./axis-scale.js";
import { gridFor, MARGIN, stepAxisInGroup, stepAxisOf } from "./chart-layout.js";
import { drawCurve } from "./drawn-curve.js";
import { legend } from "./legend.js";
import { element, join, type Markup, text } from "./markup.js";
import type { PicturedAutomation } from "./picture-data.js";
import { type ChartContext, runChart, sharedChart } from "./run-chart.js";
import type { MetricCurves } from "./run-curve.js";
import { fitText, wrapText } from "./text-size.js";
import { rangeInGroup, type ValueRange, valueRange } from "./value-range.js";

/** A part of the picture and how much height it takes. */
export interface Panel {
  readonly markup: Markup;
  readonly height: number;
}

const X_LABELS: Readonly<Record<MetricCurves["x"], string>> = {
  step: "step",
  place: "logged value",
  window: "values before the firing",
};

/** Where a panel goes: its width in pixels, how many runs get a chart, and what ids in it begin with. */
export interface PanelRoom {
  readonly width: number;
  readonly maxRuns: number;
  readonly id: string;
}

/** Runs drawn in the chart that those without one of their own share. */
const MAX_SHARED = 300;

/** Name, condition in words and what came of it. */
export function panelHeading(summary: PicturedAutomation, width: number): Panel {
  const name = fitText(automationName(summary.automation), width * 0.72);
  const lines = wrapText(summary.title, width, 3);
  const fired = summary.firings > 0;
  return {
    markup: join(
      element("text", { class: "name", x: 0, y: 16 }, text(name)),
      ...lines.map((line, i) => element("text", { class: "quiet", x: 0, y: 36 + 17 * i }, text(line))),
      element(
        "text",
        { class: fired ? "fired" : "run", x: 0, y: 36 + 17 * lines.length },
        text(`${fired ? "▲ " : ""}${firedText(summary)}`),
      ),
    ),
    height: 36 + 17 * lines.length + 8,
  };
}

/** A metric automation: a chart per run, and one for the runs that are too many. */
export function metricPanel(curves: MetricCurves, heading: Panel, { width, maxRuns, id }: PanelRoom): Panel {
  const { condition } = curves;
  const apart = curves.curves.slice(0, maxRuns);
  const together = curves.curves.slice(maxRuns);
  const grid = gridFor(apart.length + (together.length > 0 ? 1 : 0), width);
  const own = apart.map((curve) => drawCurve(curve, condition, Math.ceil(grid.plotWidth)));
  const rest = together.slice(0, MAX_SHARED).map((curve) => drawCurve(curve, condition, 120));
  const drawn = [...own, ...rest];
  const ids = { clip: `${id}-clip`, hatch: `${id}-hatch` };
  const limit = condition.spec.kind === "threshold" ? condition.limit : undefined;
  const x = stepAxisOf(drawn, grid);
  const range = valueRange(drawn, limit);
  const context = (values: ValueRange, steps: AxisScale): ChartContext => ({
    condition,
    scales: { x: steps, y: valueAxis(values, grid.plotHeight) },
    grid,
    metric: values.kind === "linear" ? curves.metric : `${curves.metric} (${values.kind})`,
    xLabel: X_LABELS[curves.x],
    ids,
  });
  const charts = own.map((one) => {
    // One threshold is easiest to compare on one scale; levels that move with a run would flatten other runs.
    const values = limit === undefined ? valueRange([one]) : rangeInGroup(range, one, limit);
    return runChart(one, context(values, stepAxisInGroup(x, one, grid)));
  });
  if (rest.length > 0) {
    const values = limit === undefined ? valueRange(rest) : range;
    charts.push(sharedChart(rest, sharedLabel(together.length), context(values, x)));
  }
  const key = legend(curves, drawn, width, ids.hatch);
  const top = heading.height + key.height;
  const rows = Math.ceil(charts.length / grid.columns);
  const notes = notesOf(curves);
  const bottom = top + rows * grid.cellHeight;
  return {
    markup: join(
      definitions(ids, grid),
      heading.markup,
      element("g", { transform: `translate(0,${heading.height})` }, key.markup),
      ...charts.map((chart, i) => {
        const left = (i % grid.columns) * grid.cellWidth + MARGIN.left;
        const down = top + Math.floor(i / grid.columns) * grid.cellHeight + MARGIN.top;
        return element("g", { transform: `translate(${left},${down})` }, chart);
      }),
      ...notes.map((note, i) =>
        element("text", { class: "quiet", x: 0, y: bottom + 12 + 17 * i }, text(fitText(note, width))),
      ),
    ),
    height: bottom + 17 * notes.length + 8,
  };
}

function sharedLabel(count: number): string {
  return count > MAX_SHARED
    ? `${MAX_SHARED} of ${count} more runs`
    : `${count} more run${count === 1 ? "" : "s"}`;
}

function notesOf({ missing, x, metric, curves, condition }: MetricCurves): string[] {
  const runs = `${missing} run${missing === 1 ? "" : "s"}`;
  if (x === "window") {
    return [`Only the windows at firings are known: dry-run with collect: "series" for whole curves.`];
  }
  const thinned = condition.needed > 1 && curves.some(({ perPlace }) => perPlace > 1);
  return [
    ...(missing > 0 ? [`${runs} not drawn: nothing of ${metric} was evaluated there.`] : []),
    ...(thinned
      ? ["Very long runs are drawn by their lowest and highest values, without what is compared."]
      : []),
  ];
}

function definitions(ids: ChartContext["ids"], { plotWidth, plotHeight }: ChartContext["grid"]): Markup {
  return element(
    "defs",
    {},
    element(
      "clipPath",
      { id: ids.clip },
      element("rect", { x: -3, y: -1, width: plotWidth + 6, height: plotHeight + 2 }),
    ),
    element(
      "pattern",
      { id: ids.hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      element("line", { class: "hatch", x1: 0, x2: 0, y1: 0, y2: 6 }),
    ),
  );
}
