import { curveStepAfter, line } from "d3-shape";
import { numberAxis, valueAxis } from "../picture/axis-scale.js";
import { element, join, type Markup, round, text } from "../picture/markup.js";
import type { SweepParameter } from "./sweep-grid.js";
import type { SweepParts } from "./sweep-result.js";
import { firingCount } from "./sweep-table.js";

const LEFT = 54;
const TOP = 26;
const HEIGHT = 240;

/** How many runs each value of one setting hits, as a curve; the automation's own value as a dashed line. */
export function sweepCurve(
  sweep: SweepParts,
  name: SweepParameter,
  width: number,
): { readonly markup: Markup; readonly height: number } {
  const plot = width - LEFT - 14;
  const points = sweep.rows
    .map((row) => ({ value: row.settings[name] as number, row }))
    .sort((a, b) => a.value - b.value);
  const own = sweep.current.settings[name] as number;
  const values = [...points.map(({ value }) => value), ...(Number.isFinite(own) ? [own] : [])];
  const x = numberAxis(Math.min(...values), Math.max(...values), plot);
  const y = valueAxis({ kind: "linear", low: 0, high: Math.max(1, sweep.runs) }, HEIGHT);
  const whole = y.ticks.filter(({ value }) => Number.isInteger(value));
  const path = line<(typeof points)[number]>()
    .x(({ value }) => round(x.at(value)))
    .y(({ row }) => round(y.at(row.runsHit)))
    .curve(curveStepAfter);
  const now = round(x.at(own));
  const markup = element(
    "g",
    { transform: `translate(${LEFT},${TOP})` },
    element("text", { class: "tick", x: -LEFT, y: -10 }, text(`runs hit, of ${sweep.runs}`)),
    ...whole.map(({ value }) =>
      join(
        element("line", { class: "grid", x1: 0, x2: plot, y1: y.at(value), y2: y.at(value) }),
        element(
          "text",
          { class: "tick", x: -6, y: y.at(value) + 4, "text-anchor": "end" },
          text(String(value)),
        ),
      ),
    ),
    element("line", { class: "axis", x1: 0, x2: plot, y1: HEIGHT, y2: HEIGHT }),
    ...x.ticks.map(({ value, label }) =>
      element(
        "text",
        { class: "tick", x: x.at(value), y: HEIGHT + 17, "text-anchor": "middle" },
        text(label),
      ),
    ),
    element("text", { class: "tick", x: plot / 2, y: HEIGHT + 33, "text-anchor": "middle" }, text(name)),
    element("line", { class: "level", x1: now, x2: now, y1: 0, y2: HEIGHT }),
    element(
      "text",
      { class: "fired", x: now, y: -10, "text-anchor": now > plot / 2 ? "end" : "start" },
      text(`now ${own}`),
    ),
    element("path", { class: "curve", d: path(points) ?? "" }),
    ...points.map(({ value, row }) =>
      element(
        "circle",
        { class: "dot", cx: x.at(value), cy: y.at(row.runsHit), r: 3 },
        element("title", {}, text(`${name} ${value}: ${firingCount(row)} on ${row.runsHit} runs`)),
      ),
    ),
  );
  return { markup, height: TOP + HEIGHT + 40 };
}
