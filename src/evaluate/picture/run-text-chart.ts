import type { Condition } from "../window/condition.js";
import { type AxisScale, stepAxis, valueAxis } from "./axis-scale.js";
import { BrailleCanvas, DOTS_ACROSS, DOTS_DOWN } from "./braille-canvas.js";
import { type DrawnCurve, drawCurve } from "./drawn-curve.js";
import type { RunCurve } from "./run-curve.js";
import type { Paint } from "./terminal-paint.js";
import { valueRange } from "./value-range.js";

/** Size of a chart in characters, and how its parts are painted. */
export interface TextChartSettings {
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

/** The row of characters that a height in dots falls into. */
const rowOf = (top: number) => Math.floor(Math.round(top) / DOTS_DOWN);

/** A place on the curve in dots. */
interface Dot {
  readonly x: number;
  readonly y: number;
}

/** One run as lines of text: the curve in braille dots, the levels dashed, a pointer below each firing. */
export function runTextChart(curve: RunCurve, condition: Condition, settings: TextChartSettings): string[] {
  const { width, height, paint } = settings;
  const drawn = drawCurve(curve, condition, width * DOTS_ACROSS);
  const limit = condition.spec.kind === "threshold" ? condition.limit : undefined;
  const y = valueAxis(valueRange([drawn], limit), height * DOTS_DOWN - 1, Math.ceil(height / 3));
  const labels = y.ticks.map(({ label }) => label);
  const gutter = Math.min(12, Math.max(...labels.map((label) => label.length), 1));
  const columns = Math.max(10, width - gutter - 3);
  const x = stepAxis(curve.xs[0]!, curve.xs[curve.xs.length - 1]!, columns * DOTS_ACROSS - 1);
  const canvas = new BrailleCanvas(columns, height);
  drawValues(canvas, drawn, condition, x, y);
  const levels = levelCells(drawn, limit, x, y, columns);
  const tickRows = new Map(y.ticks.map(({ value, label }) => [rowOf(y.at(value)), label]));
  const lines = Array.from({ length: height }, (_, row) => {
    const cells = Array.from({ length: columns }, (_, column) => {
      const dots = canvas.at(column, row);
      if (dots !== undefined) return paint.curve(dots);
      return levels.has(`${column},${row}`) ? paint.level("╌") : " ";
    });
    const label = tickRows.get(row);
    const edge = label === undefined ? "│" : "┤";
    return `${paint.quiet(`${(label ?? "").slice(0, gutter).padStart(gutter)} ${edge}`)}${cells.join("").trimEnd()}`;
  });
  return [...lines, ...footer(curve, x, columns, gutter, paint)];
}

/** Threshold conditions are shown with what they compare; others with what was logged, which their levels are about. */
function drawValues(
  canvas: BrailleCanvas,
  drawn: DrawnCurve,
  condition: Condition,
  x: AxisScale,
  y: AxisScale,
): void {
  const { curve, places, trigger } = drawn;
  const points =
    condition.spec.kind === "threshold"
      ? trigger.map(({ at, current }) => ({ at, value: current }))
      : places.map((at) => ({ at, value: curve.values[at]! }));
  let last: Dot | undefined;
  for (const { at, value } of points) {
    const dot = Number.isFinite(value)
      ? { x: Math.round(x.at(curve.xs[at]!)), y: Math.round(y.at(value)) }
      : undefined;
    if (dot !== undefined) canvas.line(last?.x ?? dot.x, last?.y ?? dot.y, dot.x, dot.y);
    last = dot;
  }
}

/** The cells that a level goes through, as `column,row`. */
function levelCells(
  { curve, trigger }: DrawnCurve,
  limit: number | undefined,
  x: AxisScale,
  y: AxisScale,
  columns: number,
): ReadonlySet<string> {
  const cells = new Set<string>();
  const add = (column: number, level: number | undefined) => {
    if (level !== undefined && Number.isFinite(level)) cells.add(`${column},${rowOf(y.at(level))}`);
  };
  if (limit !== undefined) {
    for (let column = 0; column < columns; column++) add(column, limit);
    return cells;
  }
  for (const { at, upper, lower } of trigger) {
    const column = Math.floor(x.at(curve.xs[at]!) / DOTS_ACROSS);
    add(column, upper);
    add(column, lower);
  }
  return cells;
}

/** The axis with a pointer at each firing, and below it the first, the last and the firing's step. */
function footer(curve: RunCurve, x: AxisScale, columns: number, gutter: number, paint: Paint): string[] {
  const marks = new Map(
    curve.firings.map(({ at, firing }) => [
      Math.floor(x.at(curve.xs[at]!) / DOTS_ACROSS),
      firing.step === undefined ? String(curve.xs[at]) : `step ${firing.step}`,
    ]),
  );
  const axis = Array.from({ length: columns }, (_, column) =>
    marks.has(column) ? paint.fired("▲") : paint.quiet("─"),
  );
  const labels = new LabelLine(columns);
  for (const [column, label] of marks) labels.put(column - (label.length >> 1), label);
  labels.put(0, String(curve.xs[0]));
  const end = String(curve.xs[curve.xs.length - 1]);
  labels.put(columns - end.length, end);
  return [
    `${" ".repeat(gutter + 1)}${paint.quiet("└")}${axis.join("")}`,
    `${" ".repeat(gutter + 2)}${paint.quiet(labels.toString())}`,
  ];
}

/** Labels on one line; one that would touch another is left out. */
class LabelLine {
  #text: string;

  constructor(columns: number) {
    this.#text = " ".repeat(columns);
  }

  put(column: number, label: string): void {
    const from = Math.max(0, Math.min(column, this.#text.length - label.length));
    const to = from + label.length;
    if (this.#text.slice(Math.max(0, from - 1), to + 1).trim() !== "" || to > this.#text.length) return;
    this.#text = this.#text.slice(0, from) + label + this.#text.slice(to);
  }

  toString(): string {
    return this.#text.trimEnd();
  }
}
