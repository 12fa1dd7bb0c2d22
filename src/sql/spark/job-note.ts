import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import type { BacktestSource } from "../history-source.js";
import type { QueryPlan } from "../query/plan.js";
import { namedByExport } from "../source/runs-table.js";

/** What was asked, as the result tells it to `readSparkResult`. */
export interface JobNote {
  readonly version: 1;
  readonly automations: readonly unknown[];
  readonly exports: boolean;
  /** Left out where it is `"wait"`. */
  readonly partialWindows?: "evaluate";
  /** Whether there was no table of runs. */
  readonly withoutRuns?: boolean;
  /** Whether closest misses are in the result. */
  readonly closest?: boolean;
}

/** @param plan of these automations */
export function jobNote(
  automations: readonly CompiledAutomation[],
  plan: QueryPlan,
  { source, closest = false }: { readonly source: BacktestSource; readonly closest?: boolean | undefined },
): JobNote {
  return {
    version: 1,
    // Actions may name webhooks and their secrets, and nothing here looks at them.
    automations: automations.map(({ id, name, description, enabled, scope, eventType, eventFilter }) => ({
      ...{ id, name, description, enabled, scope, eventType, eventFilter },
      actionType: "NO_OP",
    })),
    exports: namedByExport(source.history),
    ...(plan.partialWindows ? { partialWindows: "evaluate" } : {}),
    ...(source.runs ? {} : { withoutRuns: true }),
    ...(closest ? { closest } : {}),
  };
}
