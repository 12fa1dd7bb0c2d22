import type { AutomationEvent } from "../../model/automation-event.js";
import type { MetricFilter } from "../../model/metric-filter.js";
import type { Aggregation, ChangeDirection, Comparison } from "../../model/metric-vocabulary.js";
import { type Code, callCode, objectCode } from "./code.js";
import { filterCode } from "./filter-code.js";
import type { Imports } from "./imports.js";
import { textCode } from "./literal-code.js";

const COMPARE: Record<Comparison, string> = {
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
  "==": "eq",
  "!=": "ne",
};
const AGGREGATE: Record<Aggregation, string> = { average: "avg", min: "min", max: "max", sum: "sum" };
const CHANGE: Record<ChangeDirection, string> = {
  any: "changesBy",
  increase: "increasesBy",
  decrease: "decreasesBy",
};

/** `new OnRunMetric({ scope, filter })`, and so for every event. */
export function eventCode(event: AutomationEvent, scope: Code, imports: Imports): Code {
  const filter = conditionCode(event, imports);
  const members: [string, Code][] = [["scope", scope]];
  if (filter !== undefined) members.push(["filter", filter]);
  return objectCode(members, `new ${imports.use(event.kind)}(`);
}

function conditionCode(event: AutomationEvent, imports: Imports): Code | undefined {
  switch (event.kind) {
    case "OnRunMetric":
      return withRuns(metricCode(event.filter.metric), event, imports);
    case "OnRunState": {
      const states = event.filter.state.states.map(textCode);
      const code = states.length === 1 ? `eq(${states[0]})` : `in([${states.join(", ")}])`;
      return withRuns(`RunEvent.state.${code}`, event, imports);
    }
    default:
      return filterCode(event.filter, "artifact", imports);
  }
}

/** The condition, only for the runs that the event watches. */
function withRuns(
  condition: string,
  { filter: { run } }: Extract<AutomationEvent, { kind: "OnRunMetric" | "OnRunState" }>,
  imports: Imports,
): Code {
  imports.use("RunEvent");
  const filter = filterCode(run, "run", imports);
  return filter === undefined ? condition : callCode(`${condition}.and`, [filter]);
}

function metricCode(metric: MetricFilter): string {
  const start = `RunEvent.metric(${textCode(metric.name)})`;
  if (metric.kind === "zscore") {
    const score = `${start}.zscore(${metric.window})`;
    const { changeDir, threshold } = metric;
    if (changeDir === "decrease") return `${score}.lt(${-threshold})`;
    return `${score}${changeDir === "any" ? ".abs()" : ""}.gt(${threshold})`;
  }
  const value = metric.agg === null ? start : `${start}.${AGGREGATE[metric.agg]}(${metric.window})`;
  if (metric.kind === "threshold") return `${value}.${COMPARE[metric.cmp]}(${metric.threshold})`;
  const { changeDir, changeType, amount, window, priorWindow } = metric;
  const prior = priorWindow === window ? "" : `, priorWindow: ${priorWindow}`;
  return `${value}.${CHANGE[changeDir]}({ ${changeType === "relative" ? "frac" : "diff"}: ${amount}${prior} })`;
}
