import { scaleBand } from "d3-scale";
import { element, join, type Markup, text } from "../picture/markup.js";
import { fitText } from "../picture/text-size.js";
import type { SweepAxis } from "./sweep-grid.js";
import { combinations } from "./sweep-grid.js";
import type { SweepParts } from "./sweep-result.js";
import { firingCount, sameSettings, valueText } from "./sweep-table.js";
import type { SweepRow } from "./sweep-tally.js";

const LEFT = 64;
const CELL_HEIGHT = 30;
const MAX_CELL = 110;
/** Heat maps below each other; more can't be taken in. */
const MAX_MAPS = 12;

interface Block {
  readonly markup: Markup;
  readonly height: number;
}

/**
 * How many runs each combination hits: the first setting across, the second down, and a map for each combination of
 * the others. The numbers are written in; the tint only helps to see the edge.
 */
export function heatMaps(sweep: SweepParts, varying: readonly SweepAxis[], width: number): Block {
  const [across = sweep.axes[0]!, down, ...others] = varying;
  const maps = combinations(others).slice(0, MAX_MAPS);
  let top = 0;
  const drawn = maps.map((fixed) => {
    const title = Object.entries(fixed).map(([name, value]) => `${name} ${valueText(value)}`);
    const rows = sweep.rows.filter(({ settings }) =>
      Object.entries(fixed).every(([name, value]) => settings[name] === value),
    );
    const map = heatMap(sweep, rows, { across, down, title: title.join(", ") }, width);
    const placed = element("g", { transform: `translate(0,${top})` }, map.markup);
    top += map.height + 16;
    return placed;
  });
  const hidden = combinations(others).length - maps.length;
  const more =
    hidden > 0
      ? [element("text", { class: "quiet", x: 0, y: top + 8 }, text(`${hidden} more not drawn`))]
      : [];
  return { markup: join(...drawn, ...more), height: top + 20 };
}

function heatMap(
  sweep: SweepParts,
  rows: readonly SweepRow[],
  { across, down, title }: { across: SweepAxis; down: SweepAxis | undefined; title: string },
  width: number,
): Block {
  const columns = across.values.map(valueText);
  const lines = down?.values.map(valueText) ?? [""];
  const plot = Math.min(width - LEFT, columns.length * MAX_CELL);
  const height = lines.length * CELL_HEIGHT;
  const x = scaleBand(columns, [0, plot]).padding(0.04);
  const y = scaleBand(lines, [0, height]).padding(0.08);
  const top = title === "" ? 26 : 44;
  const labelled = Math.ceil(columns.length / Math.max(1, Math.floor(plot / 44)));
  const markup = join(
    title === "" ? undefined : element("text", { class: "run", x: 0, y: 12 }, text(fitText(title, width))),
    element("text", { class: "tick", x: LEFT, y: top - 10 }, text(`runs hit, of ${sweep.runs}`)),
    element(
      "g",
      { transform: `translate(${LEFT},${top})` },
      ...rows.map((row) => {
        const column = valueText(row.settings[across.name]);
        const line = down === undefined ? "" : valueText(row.settings[down.name]);
        const box = { x: x(column)!, y: y(line)!, width: x.bandwidth(), height: y.bandwidth() };
        return heatCell(row, sweep, box);
      }),
      ...columns
        .filter((_, i) => i % labelled === 0)
        .map((label) =>
          element(
            "text",
            { class: "tick", x: x(label)! + x.bandwidth() / 2, y: height + 15, "text-anchor": "middle" },
            text(label),
          ),
        ),
      ...lines.map((label) =>
        element(
          "text",
          { class: "tick", x: -8, y: y(label)! + y.bandwidth() / 2 + 4, "text-anchor": "end" },
          text(label),
        ),
      ),
      element(
        "text",
        { class: "tick", x: plot / 2, y: height + 31, "text-anchor": "middle" },
        text(across.name),
      ),
      down === undefined
        ? undefined
        : element(
            "text",
            {
              class: "tick",
              transform: `translate(${12 - LEFT},${height / 2})rotate(-90)`,
              "text-anchor": "middle",
            },
            text(down.name),
          ),
    ),
  );
  return { markup, height: top + height + 36 };
}

function heatCell(
  row: SweepRow,
  sweep: SweepParts,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): Markup {
  const part = row.runsHit / Math.max(1, sweep.runs);
  // A jump in the middle, so that the number stands out from the tint on both sides of it.
  const dark = part > 0.5;
  const tint = dark ? 0.6 + 0.4 * part : 0.06 + 0.6 * part;
  const now = sameSettings(row, sweep.current);
  const first = row.firstStep === undefined ? "" : `, first at step ${row.firstStep}`;
  return element(
    "g",
    {},
    element("title", {}, text(`${firingCount(row)} on ${row.runsHit} of ${sweep.runs} runs${first}`)),
    element("rect", { ...box, fill: "var(--curve)", "fill-opacity": `${Math.round(tint * 100) / 100}` }),
    now
      ? element("rect", { ...box, fill: "none", stroke: "var(--level)", "stroke-width": "2.5" })
      : undefined,
    element(
      "text",
      {
        x: box.x + box.width / 2,
        y: box.y + box.height / 2 + 4,
        "text-anchor": "middle",
        style: dark ? "fill:var(--paper)" : undefined,
      },
      text(box.width > 60 && now ? `${row.runsHit} · now` : String(row.runsHit)),
    ),
  );
}
