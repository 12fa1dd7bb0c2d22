import type { HistoryWarning } from "../../history/run-history.js";
import type { MetricSpec } from "../../wire/event-filter.js";
import type { PictureOptions } from "../picture/picture-data.js";
import { verdictToHtml } from "../picture/verdict-html.js";
import { verdictToSvg } from "../picture/verdict-svg.js";
import { type TextOptions, verdictToText } from "../picture/verdict-text.js";
import { explainVerdict } from "./explain-verdict.js";
import type { AutomationRef, Firing } from "./firing.js";
import type { Outcome } from "./outcome.js";
import { type VerdictJson, verdictJson } from "./verdict-json.js";
import { verdictMarkdown } from "./verdict-markdown.js";

/** One automation over everything it was given. */
export interface AutomationSummary {
  readonly automation: AutomationRef;
  /** What it waits for, in words. */
  readonly title: string;
  /** The condition, for automations on a metric. */
  readonly metric?: MetricSpec;
  readonly firings: number;
  /** Runs it was held against; 0 for artifact automations. */
  readonly runs: number;
  /** Of those, runs on which it fired. */
  readonly runsFired: number;
}

/** The parts of a {@link Verdict}. */
export interface VerdictParts {
  readonly firings: readonly Firing[];
  readonly automations: readonly AutomationSummary[];
  readonly outcomes: readonly Outcome[];
  readonly outcomesOmitted: number;
  readonly warnings: readonly HistoryWarning[];
}

/**
 * What a dry run found: would it have fired, when, and if not, why not. Not firing is a verdict, never an error.
 *
 * @example
 * ```ts
 * import { dryRun } from "wandb-automations/evaluate";
 * import type { CompiledAutomation } from "wandb-automations/evaluate";
 *
 * async function check(automation: CompiledAutomation) {
 *   const rows = [{ _step: 0, loss: 0.5 }, { _step: 1, loss: 9 }];
 *   const verdict = await dryRun(automation, { run: { id: "r1" }, rows });
 *   console.log(verdict.fired, verdict.firings[0]?.step);
 *   console.log(verdict.explain());
 * }
 * ```
 */
export class Verdict implements VerdictParts {
  /** Every firing: by run in the order given, in a run by row, at one row by automation. */
  readonly firings: readonly Firing[];
  /** One line per automation, in the order given. */
  readonly automations: readonly AutomationSummary[];
  /** Per automation and run (or artifact events): counts, the closest miss, and what kept it from firing. */
  readonly outcomes: readonly Outcome[];
  /** Outcomes beyond `maxOutcomes`, which aren't listed. */
  readonly outcomesOmitted: number;
  /** Rows that weren't used, and what the history's reader reported. */
  readonly warnings: readonly HistoryWarning[];

  constructor(parts: VerdictParts) {
    this.firings = parts.firings;
    this.automations = parts.automations;
    this.outcomes = parts.outcomes;
    this.outcomesOmitted = parts.outcomesOmitted;
    this.warnings = parts.warnings;
  }

  /** Whether anything fired. */
  get fired(): boolean {
    return this.firings.length > 0;
  }

  /** The verdict in plain words, a paragraph per automation. */
  explain(): string {
    return explainVerdict(this);
  }

  /**
   * The verdict for a terminal or a log: charts of the runs that fired, in characters, and what kept the others
   * from it. Whole curves need `collect: "series"`; without them the windows at the firings are drawn.
   *
   * @throws ValidationError when an option has a value that it can't take.
   */
  toText(options: TextOptions = {}): string {
    return verdictToText(this, options);
  }

  /**
   * The verdict as a picture, an SVG document: curves, thresholds, windows and firings, light or dark as the reader
   * has it. Whole curves need `collect: "series"`; without them the windows at the firings are drawn.
   *
   * @throws ValidationError when an option has a value that it can't take.
   */
  toSVG(options: PictureOptions = {}): string {
    return verdictToSvg(this, options);
  }

  /**
   * The verdict as a web page of its own, with the pictures of {@link toSVG} and tables. It has no scripts and loads
   * nothing.
   *
   * @throws ValidationError when an option has a value that it can't take.
   */
  toHTML(options: PictureOptions = {}): string {
    return verdictToHtml(this, options);
  }

  /** The verdict as a Markdown document, for pull requests and reports. */
  toMarkdown(): string {
    return verdictMarkdown(this);
  }

  /** The verdict as JSON: `schema` names the format, numbers that JSON can't hold are `"NaN"`, `"Infinity"`, `"-Infinity"`. */
  toJSON(): VerdictJson {
    return verdictJson(this);
  }
}
