import { ValidationError } from "../../errors/index.js";
import { firedText } from "../verdict/explain-verdict.js";
import type { Firing } from "../verdict/firing.js";
import type { Outcome } from "../verdict/outcome.js";
import { automationName, firingPlace, runName } from "../verdict/words.js";
import type { PictureData, PicturedAutomation } from "./picture-data.js";
import { shorten } from "./printable.js";
import { metricCurves } from "./run-curve.js";
import { runTextChart } from "./run-text-chart.js";
import { type Paint, terminalPaint } from "./terminal-paint.js";

/** How a verdict is drawn in characters. */
export interface TextOptions {
  /**
   * Characters per line, from 40 to 400.
   *
   * @defaultValue 80
   */
  readonly width?: number;
  /**
   * Lines of a chart, axes aside, from 3 to 60.
   *
   * @defaultValue 8
   */
  readonly height?: number;
  /**
   * Whether to colour for a terminal.
   *
   * @defaultValue `false`
   */
  readonly color?: boolean;
  /**
   * Runs that get a chart, per automation: those that fired, or the closest one where none did.
   *
   * @defaultValue 3
   */
  readonly maxRuns?: number;
}

interface TextSettings {
  readonly width: number;
  readonly height: number;
  readonly maxRuns: number;
  readonly paint: Paint;
}

/** Lines of a list, and characters of one of them before it is wrapped. */
const MAX_LINES = 12;
const MAX_LENGTH = 400;

/**
 * A verdict as text for terminals and logs: per automation what came of it, a chart of each run that fired with a
 * pointer at the step, and what kept the others from firing.
 *
 * @throws ValidationError when an option has a value that it can't take.
 */
export function verdictToText(data: PictureData, options: TextOptions = {}): string {
  const settings = toSettings(options);
  return data.automations.map((summary) => automationText(data, summary, settings)).join("\n\n");
}

function toSettings(options: TextOptions): TextSettings {
  const { width = 80, height = 8, maxRuns = 3, color = false } = options;
  const ranges = [
    ["width", width, 40, 400],
    ["height", height, 3, 60],
    ["maxRuns", maxRuns, 0, 1000],
  ] as const;
  const issues = ranges
    .filter(([, given, least, most]) => !(Number.isInteger(given) && given >= least && given <= most))
    .map(([name, given, least, most]) => ({
      code: "invalid_option",
      path: [name],
      message: `must be a whole number from ${least} to ${most}, got ${String(given)}`,
    }));
  if (typeof color !== "boolean") {
    issues.push({ code: "invalid_option", path: ["color"] as never, message: "must be true or false" });
  }
  if (issues.length > 0) throw new ValidationError("The text options", issues);
  return { width, height, maxRuns, paint: terminalPaint(color) };
}

function automationText(data: PictureData, summary: PicturedAutomation, settings: TextSettings): string {
  const { width, paint } = settings;
  const { index } = summary.automation;
  const fired = firedText(summary);
  const name = shorten(automationName(summary.automation), width - fired.length - 1);
  const firings = data.firings.filter(({ automation }) => automation.index === index);
  const quiet = data.outcomes.filter(
    ({ automation, firings: count }) => automation.index === index && count === 0,
  );
  return [
    `${paint.strong(name)} ${summary.firings > 0 ? paint.fired(fired) : fired}`,
    ...wrapped(shorten(summary.title, MAX_LENGTH), width).map(paint.quiet),
    ...charts(data, summary, settings),
    ...capped(firings.map(firingLine), width),
    ...capped(quiet.map(quietLine), width),
  ].join("\n");
}

function charts(data: PictureData, summary: PicturedAutomation, settings: TextSettings): string[] {
  const curves = metricCurves(data, summary);
  if (curves === undefined) return [];
  const fired = curves.curves.filter(({ firings }) => firings.length > 0);
  const shown = (fired.length > 0 ? fired : curves.curves.slice(0, 1)).slice(0, settings.maxRuns);
  return shown.flatMap((curve) => [
    "",
    shorten(`${curve.fullName}${fired.length > 0 ? "" : ` (${curve.note})`}`, settings.width),
    ...runTextChart(curve, curves.condition, settings),
    ...(curve === shown.at(-1) ? [""] : []),
  ]);
}

function firingLine(firing: Firing): string {
  return `▲ ${firingPlace(firing)}: ${firing.reason}`;
}

function quietLine(outcome: Outcome): string {
  const where = outcome.kind === "run" ? `run ${runName(outcome.run)}` : "artifact events";
  return `· ${where}: ${outcome.blockers.map(({ message }) => message).join("; ")}`;
}

function capped(lines: readonly string[], width: number): string[] {
  const shown = lines.slice(0, MAX_LINES).flatMap((line) => wrapped(shorten(line, MAX_LENGTH), width));
  return lines.length > MAX_LINES ? [...shown, `  … and ${lines.length - MAX_LINES} more`] : shown;
}

/** The text in lines of so many characters, those after the first indented. */
function wrapped(content: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
