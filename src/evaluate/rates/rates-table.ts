import { formatNumber } from "../format-number.js";
import { automationName } from "../verdict/words.js";
import type { AutomationRate, FiringRates } from "./firing-rates.js";
import { isoDate } from "./iso-date.js";

type Rates = Pick<FiringRates, "rates" | "span" | "maxFiringsPerDay">;

/** The head of the table of rates and its cells, the automations in the verdict's order. */
export function rateCells({ rates, maxFiringsPerDay }: Rates): {
  readonly head: readonly string[];
  readonly cells: readonly (readonly string[])[];
} {
  const budget = maxFiringsPerDay === undefined ? [] : ["budget"];
  return {
    head: ["automation", "firings", "runs hit", "per day", "busiest day", ...budget],
    cells: rates.map((rate) => [
      automationName(rate.automation),
      String(rate.firings),
      `${rate.runsHit} of ${rate.runs}`,
      formatNumber(Math.round(rate.perDay * 100) / 100),
      busiestText(rate),
      ...(maxFiringsPerDay === undefined ? [] : [rate.exceeded ? "exceeded" : "kept"]),
    ]),
  };
}

function busiestText({ busiest }: AutomationRate): string {
  return busiest === undefined ? "" : `${busiest.firings} on ${busiest.date ?? "no known day"}`;
}

/** `6 runs, 1234 rows on 2 days, 2026-11-20 to 2026-11-21`. */
export function spanText({ span: { runs, rows, days, first, last } }: Rates): string {
  const counts = `${runs} ${runs === 1 ? "run" : "runs"}, ${rows} ${rows === 1 ? "row" : "rows"}`;
  if (days === 0) return `${counts}, none with a time: all firings count as of one day`;
  const from = isoDate(first);
  const to = isoDate(last);
  return `${counts} on ${days} ${days === 1 ? "day" : "days"}, ${from === to ? from : `${from} to ${to}`}`;
}

/** What the budget is, in a sentence; undefined where there is none. */
export function budgetText({ rates, maxFiringsPerDay }: Rates): string | undefined {
  if (maxFiringsPerDay === undefined) return undefined;
  const over = rates.filter(({ exceeded }) => exceeded).map(({ automation }) => automationName(automation));
  const budget = `the budget of ${maxFiringsPerDay} a day`;
  return over.length === 0 ? `All keep within ${budget}.` : `Over ${budget}: ${over.join(", ")}.`;
}
