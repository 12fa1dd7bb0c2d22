import type { HistoryWarning } from "../../history/run-history.js";
import type { MetricSpec } from "../../wire/event-filter.js";
import type { JsonValue } from "../../wire/json.js";
import type { PictureOptions } from "../picture/picture-data.js";
import type { AutomationRef } from "../verdict/firing.js";
import { plain } from "../verdict/verdict-json.js";
import type { SweepAxis } from "./sweep-grid.js";
import { sweepToHtml } from "./sweep-html.js";
import { sweepToSvg } from "./sweep-svg.js";
import { sweepToMarkdown, sweepToText } from "./sweep-table.js";
import type { SweepRow } from "./sweep-tally.js";

/** Name and version of the JSON form; the version rises when a field changes its meaning or goes. */
const SWEEP_SCHEMA = "wandb-automations/sweep/1";

/** The parts of a {@link Sweep}. */
export interface SweepParts {
  readonly automation: AutomationRef;
  /** What the automation waits for with its own settings, in words. */
  readonly title: string;
  /** The automation's own condition. */
  readonly metric: MetricSpec;
  /** The settings that were tried, and their values. */
  readonly axes: readonly SweepAxis[];
  /** One per combination, the last axis changing fastest. */
  readonly rows: readonly SweepRow[];
  /** The automation's own settings, whether or not they are among the rows. */
  readonly current: SweepRow;
  /** Runs in the history. */
  readonly runs: number;
  /** Why nothing could be evaluated with any setting; empty where something could. */
  readonly problems: readonly string[];
  readonly warnings: readonly HistoryWarning[];
  /** How often a setting may fire on one day (UTC), where a budget was given. */
  readonly maxFiringsPerDay?: number | undefined;
}

/** A sweep as JSON. */
export interface SweepJson {
  readonly schema: typeof SWEEP_SCHEMA;
  readonly automation: JsonValue;
  readonly title: string;
  readonly metric: JsonValue;
  readonly axes: JsonValue;
  readonly rows: JsonValue;
  readonly current: JsonValue;
  readonly runs: number;
  readonly problems: JsonValue;
  readonly warnings: JsonValue;
  readonly maxFiringsPerDay: number | null;
}

/** What other settings of an automation would have made of a history. Made by `sweep`. */
export class Sweep implements SweepParts {
  readonly automation: AutomationRef;
  readonly title: string;
  readonly metric: MetricSpec;
  readonly axes: readonly SweepAxis[];
  readonly rows: readonly SweepRow[];
  readonly current: SweepRow;
  readonly runs: number;
  readonly problems: readonly string[];
  readonly warnings: readonly HistoryWarning[];
  readonly maxFiringsPerDay: number | undefined;

  constructor(parts: SweepParts) {
    this.automation = parts.automation;
    this.title = parts.title;
    this.metric = parts.metric;
    this.axes = parts.axes;
    this.rows = parts.rows;
    this.current = parts.current;
    this.runs = parts.runs;
    this.problems = parts.problems;
    this.warnings = parts.warnings;
    this.maxFiringsPerDay = parts.maxFiringsPerDay;
  }

  /** The settings that keep within the budget; all of them where there is none. */
  get kept(): readonly SweepRow[] {
    return this.rows.filter(({ exceeded }) => !exceeded);
  }

  /** A table for terminals and logs. */
  toText(): string {
    return sweepToText(this);
  }

  /** A table in Markdown, for pull requests and reports. */
  toMarkdown(): string {
    return sweepToMarkdown(this);
  }

  /** The sweep as JSON: `schema` names the format, numbers that JSON can't hold are `"NaN"`, `"Infinity"`, `"-Infinity"`. */
  toJSON(): SweepJson {
    const { automation, title, metric, axes, rows, current, runs, problems, warnings } = this;
    return {
      schema: SWEEP_SCHEMA,
      automation: plain(automation),
      title,
      metric: plain(metric),
      axes: plain(axes),
      rows: plain(rows),
      current: plain(current),
      runs,
      problems: plain(problems),
      warnings: plain(warnings),
      maxFiringsPerDay: this.maxFiringsPerDay ?? null,
    };
  }

  /**
   * The sweep as a picture, an SVG document: a curve for one setting in numbers, else heat maps; light or dark as the
   * reader has it.
   *
   * @throws ValidationError when an option has a value that it can't take.
   */
  toSVG(options: Omit<PictureOptions, "maxRuns"> = {}): string {
    return sweepToSvg(this, options);
  }

  /**
   * The sweep as a web page of its own, with the picture and the table.
   *
   * @throws ValidationError when an option has a value that it can't take.
   */
  toHTML(options: Omit<PictureOptions, "maxRuns"> = {}): string {
    return sweepToHtml(this, options);
  }
}
