import type { Condition } from "../window/condition.js";
import { type ChartScales, type Grid, MARGIN } from "./chart-layout.js";
import { currentLine, levelMarks, valueLine } from "./curve-marks.js";
import type { DrawnCurve } from "./drawn-curve.js";
import { firingMarks, heldMarks, oddMarks, windowMarks } from "./event-marks.js";
import { element, join, type Markup, round, text } from "./markup.js";
import { shorten } from "./printable.js";
import { fitText, textWidth } from "./text-size.js";

/** What a chart is drawn with. */
export interface ChartContext {
  readonly condition: Condition;
  readonly scales: ChartScales;
  readonly grid: Grid;
  readonly metric: string;
  readonly xLabel: string;
  /** Ids of what charts refer to, unique in the document. */
  readonly ids: { readonly clip: string; readonly hatch: string };
}

/** How much wider than estimated bold text may be. */
const BOLD = 1.12;

interface Caption {
  readonly label: string;
  readonly fullName: string;
  readonly note: string;
  readonly fired: boolean;
}

/** One run: its curve, the levels at which it would fire, and where it did. */
export function runChart(drawn: DrawnCurve, context: ChartContext): Markup {
  const { condition, scales, grid, ids } = context;
  const aggregated = condition.spec.kind !== "zscore" && condition.window > 1;
  const below = [
    ...windowMarks(drawn, condition, scales, grid, ids.hatch),
    ...levelMarks(drawn, condition, scales, grid),
    ...valueLine(drawn, scales, aggregated ? "raw" : "curve"),
    ...(aggregated ? [currentLine(drawn, scales)] : []),
    heldMarks(drawn, scales),
    ...oddMarks(drawn, scales, grid),
  ];
  const caption = { ...drawn.curve, fired: drawn.curve.firings.length > 0 };
  return chart(context, caption, below, firingMarks(drawn, condition, scales, grid));
}

/** Many runs in one chart: what they logged, and where they fired. */
export function sharedChart(curves: readonly DrawnCurve[], label: string, context: ChartContext): Markup {
  const { condition, scales, grid } = context;
  const fired = curves.filter(({ curve }) => curve.firings.length > 0).length;
  const caption = {
    label,
    fullName: label,
    note: fired > 0 ? `${fired} fired` : "none fired",
    fired: fired > 0,
  };
  const level =
    condition.spec.kind === "threshold" && curves[0] ? levelMarks(curves[0], condition, scales, grid) : [];
  const below = [...level, ...curves.flatMap((drawn) => valueLine(drawn, scales, "other"))];
  return chart(
    context,
    caption,
    below,
    curves.flatMap((drawn) => firingMarks(drawn, condition, scales, grid)),
  );
}

function chart(
  context: ChartContext,
  { label, fullName, note, fired }: Caption,
  clipped: readonly (Markup | undefined)[],
  above: readonly Markup[],
): Markup {
  const { grid, ids } = context;
  const { plotWidth } = grid;
  const noteText = fitText(fired ? `▲ ${note}` : note, plotWidth * 0.62);
  const labelText = fitText(label, Math.max(30, (plotWidth - textWidth(noteText) - 8) / BOLD));
  return join(
    element("text", { class: "run", x: 0, y: -9 }, tooltip(fullName), text(labelText)),
    element(
      "text",
      { class: fired ? "fired" : "quiet", x: plotWidth, y: -9, "text-anchor": "end" },
      tooltip(note),
      text(noteText),
    ),
    axes(context),
    element("g", { "clip-path": `url(#${ids.clip})` }, ...clipped),
    ...above,
  );
}

function tooltip(content: string): Markup {
  return element("title", {}, text(shorten(content, 300)));
}

function axes({ scales: { x, y }, grid, metric, xLabel }: ChartContext): Markup {
  const { plotWidth, plotHeight } = grid;
  const across = y.ticks.map(({ value, label }) => {
    const top = round(y.at(value));
    return join(
      element("line", { class: "grid", x1: 0, x2: plotWidth, y1: top, y2: top }),
      element("text", { class: "tick", x: -6, y: top + 4, "text-anchor": "end" }, text(label)),
    );
  });
  const along = x.ticks.map(({ value, label }) => {
    const left = round(x.at(value));
    return join(
      element("line", { class: "axis", x1: left, x2: left, y1: plotHeight, y2: plotHeight + 4 }),
      element("text", { class: "tick", x: left, y: plotHeight + 17, "text-anchor": "middle" }, text(label)),
    );
  });
  const name = fitText(metric, plotHeight + MARGIN.top);
  return join(
    ...across,
    element("line", { class: "axis", x1: 0, x2: plotWidth, y1: plotHeight, y2: plotHeight }),
    ...along,
    element(
      "text",
      { class: "tick", x: plotWidth / 2, y: plotHeight + 31, "text-anchor": "middle" },
      text(xLabel),
    ),
    element(
      "text",
      {
        class: "tick",
        transform: `translate(${-MARGIN.left + 11},${plotHeight / 2})rotate(-90)`,
        "text-anchor": "middle",
      },
      text(name),
    ),
  );
}
