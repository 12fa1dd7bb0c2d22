import type {
  WireAggregation,
  WireChangeDirection,
  WireChangeType,
  WireComparison,
} from "../../wire/enums.js";
import type { MetricSpec } from "../../wire/event-filter.js";
import { toCondition } from "../window/condition.js";
import type { SweepAxis, SweepValue } from "./sweep-grid.js";

const COMPARISONS: Readonly<Record<string, WireComparison>> = {
  ">": "$gt",
  ">=": "$gte",
  "<": "$lt",
  "<=": "$lte",
  "==": "$eq",
  "!=": "$ne",
};

/** The condition with other settings. */
export function specWith(spec: MetricSpec, settings: Readonly<Record<string, SweepValue>>): MetricSpec {
  const { agg, cmp, changeType, changeDir, ...numbers } = settings;
  const upper = <T>(word: SweepValue) => (word === null ? null : String(word).toUpperCase()) as T;
  return {
    ...spec,
    ...numbers,
    ...(agg === undefined ? {} : { agg: upper<WireAggregation | null>(agg) }),
    ...(cmp === undefined ? {} : { cmp: COMPARISONS[String(cmp)] }),
    ...(changeType === undefined ? {} : { changeType: upper<WireChangeType>(changeType) }),
    ...(changeDir === undefined ? {} : { changeDir: upper<WireChangeDirection>(changeDir) }),
  } as MetricSpec;
}

/** The condition's own values of the axes, spelled as in the builders. */
export function settingsOf(
  spec: MetricSpec,
  axes: readonly SweepAxis[],
): Readonly<Record<string, SweepValue>> {
  const own = spec as Readonly<Record<string, SweepValue>> & MetricSpec;
  return Object.fromEntries(
    axes.map(({ name }) => {
      const value = name === "cmp" ? toCondition(spec).comparison : (own[name] ?? null);
      return [name, typeof value === "string" ? value.toLowerCase() : value];
    }),
  );
}
