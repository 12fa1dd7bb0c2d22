import type { JsonValue } from "../../wire/json.js";
import type { PictureOptions } from "../picture/picture-data.js";
import { runKey } from "../run/run-key.js";
import type { AutomationRef, Firing, RunRef } from "../verdict/firing.js";
import type { Verdict } from "../verdict/verdict.js";
import { plain } from "../verdict/verdict-json.js";
import { type BusiestDay, FiringDays } from "./busiest-day.js";
import { checkBudget, isOver } from "./daily-budget.js";
import type { HistorySpan } from "./history-span.js";
import { ratesToHtml } from "./rates-html.js";
import { ratesToMarkdown } from "./rates-markdown.js";

/** Name and version of the JSON form; the version rises when a field changes its meaning or goes. */
const RATES_SCHEMA = "wandb-automations/firing-rates/1";

/** A run on which an automation fired. */
export interface RateHit {
  readonly run: RunRef;
  readonly firings: number;
  /** Step of the first firing; system metrics have none. */
  readonly step?: number;
  /** Time of the first firing in seconds since the epoch, where the history says. */
  readonly timestamp?: number;
}

/** How often one automation fired. */
export interface AutomationRate {
  readonly automation: AutomationRef;
  /** What it waits for, in words. */
  readonly title: string;
  readonly firings: number;
  /** Runs it was held against. */
  readonly runs: number;
  readonly runsHit: number;
  /** Firings per day on which anything was logged. */
  readonly perDay: number;
  /** The day (UTC) with the most firings; `undefined` as `date` for firings without a time. */
  readonly busiest?: BusiestDay;
  /** Whether there are more firings on one day than the budget allows. */
  readonly exceeded: boolean;
  /** The runs on which it fired, in the order of the history. */
  readonly hits: readonly RateHit[];
}

/** Options of {@link firingRates}. */
export interface FiringRatesOptions {
  /** How often an automation may fire on one day (UTC): its budget of false alarms. */
  readonly maxFiringsPerDay?: number | undefined;
}

/** Firing rates as JSON. */
export interface FiringRatesJson {
  readonly schema: typeof RATES_SCHEMA;
  readonly span: JsonValue;
  readonly maxFiringsPerDay: number | null;
  readonly exceeded: boolean;
  readonly automations: JsonValue;
  readonly warnings: JsonValue;
}

/** How noisy automations are on a history. Made by {@link firingRates}. */
export class FiringRates {
  readonly verdict: Verdict;
  readonly span: HistorySpan;
  readonly maxFiringsPerDay: number | undefined;
  /** One per automation, in the order of the verdict. */
  readonly rates: readonly AutomationRate[];

  constructor(verdict: Verdict, span: HistorySpan, maxFiringsPerDay: number | undefined) {
    this.verdict = verdict;
    this.span = span;
    this.maxFiringsPerDay = maxFiringsPerDay;
    const firings = verdict.automations.map((): Firing[] => []);
    for (const firing of verdict.firings) firings[firing.automation.index]?.push(firing);
    this.rates = verdict.automations.map(({ automation, title, runs }, i): AutomationRate => {
      const own = firings[i]!;
      const days = new FiringDays();
      for (const { timestamp } of own) days.add(timestamp);
      const { busiest } = days;
      const hits = hitsOf(own);
      return {
        ...{ automation, title, firings: own.length, runs, runsHit: hits.length },
        perDay: own.length / Math.max(1, span.days),
        ...(busiest === undefined ? {} : { busiest }),
        exceeded: isOver(maxFiringsPerDay, busiest),
        hits,
      };
    });
  }

  /** Whether an automation fired more often on one day than the budget allows. */
  get exceeded(): boolean {
    return this.rates.some((rate) => rate.exceeded);
  }

  /** Tables in Markdown, for pull requests and reports. */
  toMarkdown(): string {
    return ratesToMarkdown(this);
  }

  /**
   * A web page of its own: the rates, and the verdict with its pictures. Whole curves need a verdict that collected
   * `"series"`.
   *
   * @throws ValidationError when an option has a value that it can't take.
   */
  toHTML(options: PictureOptions = {}): string {
    return ratesToHtml(this, options);
  }

  /** The rates as JSON: `schema` names the format. */
  toJSON(): FiringRatesJson {
    return {
      schema: RATES_SCHEMA,
      span: plain(this.span),
      maxFiringsPerDay: this.maxFiringsPerDay ?? null,
      exceeded: this.exceeded,
      automations: plain(this.rates),
      warnings: plain(this.verdict.warnings),
    };
  }
}

/**
 * How noisy automations are: how often each fired, on which runs, how often a day, and whether that is within a budget.
 *
 * Days are days in UTC. Of a history with pauses only the days count on which anything was logged (decided): what is
 * asked is how often people are paged on a day of work. Firings without a time are taken to be of one day.
 *
 * @param verdict what a dry run, or a backtest on a database, found
 * @param span how much history there was, as `meterHistory` measures it
 * @throws ValidationError for a budget that isn't a number, 0 or more
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { dryRun, firingRates, meterHistory } from "wandb-automations/evaluate";
 * import { series } from "wandb-automations/history";
 *
 * const spike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }).then(new DoNothing());
 * const history = meterHistory(series("loss", "0.5x40 3x40", { interval: 3600 }));
 * const verdict = await dryRun(spike, history.source);
 * const rates = firingRates(verdict, history.span(), { maxFiringsPerDay: 1 });
 * console.log(rates.exceeded, rates.rates[0]?.perDay); // false 0.5
 * ```
 */
export function firingRates(
  verdict: Verdict,
  span: HistorySpan,
  { maxFiringsPerDay }: FiringRatesOptions = {},
): FiringRates {
  checkBudget("The firing rates' options", maxFiringsPerDay);
  return new FiringRates(verdict, span, maxFiringsPerDay);
}

function hitsOf(firings: readonly Firing[]): RateHit[] {
  const hits = new Map<string, RateHit>();
  for (const { run, step, timestamp } of firings) {
    if (run === undefined) continue;
    const before = hits.get(runKey(run));
    hits.set(
      runKey(run),
      before === undefined
        ? {
            run,
            firings: 1,
            ...(step === undefined ? {} : { step }),
            ...(timestamp === undefined ? {} : { timestamp }),
          }
        : { ...before, firings: before.firings + 1 },
    );
  }
  return [...hits.values()];
}
