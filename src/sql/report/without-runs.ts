import { nameOf } from "../../evaluate/event-plan.js";
import { unknownRunFields } from "../../evaluate/filter/run-fields.js";
import type { HistoryWarning } from "../../history/run-history.js";
import { type QueryPlan, watchers } from "../query/plan.js";

/** What is known of a run by what its rows or its export say. */
const BY_ROWS: ReadonlySet<string> = new Set(["id", "name"]);

/**
 * What automations ask of runs that only a table of runs could tell, for a source without one: their fields count as missing
 * and their states as unknown, so that such automations may never fire, and nothing else would say why.
 */
export function withoutRuns(plan: QueryPlan): HistoryWarning[] {
  return watchers(plan)
    .toSorted((a, b) => a.index - b.index)
    .flatMap(({ plan: { ref, filter, watched } }) => {
      // Those have a note of their own.
      const mistyped = new Set(unknownRunFields(filter.fields));
      const fields = filter.fields.filter((field) => !BY_ROWS.has(field) && !mistyped.has(field)).toSorted();
      const asked = fields.length > 0 ? [`its run filter looks at ${fields.join(", ")}`] : [];
      const ends = watched.kind === "state" && [...watched.states].some((state) => state !== "running");
      if (ends) asked.push("it waits for the state that runs end in");
      return asked.map((what) => ({
        code: "no_runs_table" as const,
        message: `${nameOf(ref)}: ${what}, which only a runs table tells, and none was given`,
      }));
    });
}
