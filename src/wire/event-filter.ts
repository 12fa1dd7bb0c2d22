import type {
  WireAggregation,
  WireChangeDirection,
  WireChangeType,
  WireComparison,
  WireRunState,
} from "./enums.js";
import { type FilterJson, isJsonObject, type JsonObject, parseMaybeJson } from "./json.js";

/** A metric condition, read from the wire. Windows count logged values. */
export type MetricSpec =
  | {
      readonly kind: "threshold";
      readonly name: string;
      readonly agg: WireAggregation | null;
      readonly window: number;
      readonly cmp: WireComparison;
      readonly threshold: number;
    }
  | {
      readonly kind: "change";
      readonly name: string;
      readonly agg: WireAggregation | null;
      readonly window: number;
      readonly priorWindow: number;
      readonly changeType: WireChangeType;
      readonly changeDir: WireChangeDirection;
      readonly amount: number;
    }
  | {
      readonly kind: "zscore";
      readonly name: string;
      readonly window: number;
      readonly threshold: number;
      readonly changeDir: WireChangeDirection;
    };

/** What an `eventFilter` says, whichever of its spellings it came in. */
export type EventFilterSpec =
  | { readonly kind: "metric"; readonly metric: MetricSpec; readonly runFilter: FilterJson }
  | { readonly kind: "state"; readonly states: readonly WireRunState[]; readonly runFilter: FilterJson }
  | { readonly kind: "artifact"; readonly filter: FilterJson }
  /** Not understood: kept as it came, so that writing it back changes nothing. */
  | { readonly kind: "unknown"; readonly reason: string };

const AGGREGATIONS = new Set<unknown>(["MAX", "MIN", "AVERAGE", "SUM"]);
const COMPARISONS = new Set<unknown>(["$gt", "$gte", "$lt", "$lte", "$eq", "$ne"]);
const CHANGE_TYPES = new Set<unknown>(["ABSOLUTE", "RELATIVE"]);
const CHANGE_DIRECTIONS = new Set<unknown>(["INCREASE", "DECREASE", "ANY"]);
const STATES = new Set<unknown>(["RUNNING", "FINISHED", "FAILED"]);

const RUN_EVENTS = new Set(["RUN_METRIC", "RUN_METRIC_CHANGE", "RUN_METRIC_ZSCORE", "RUN_STATE"]);
const ARTIFACT_EVENTS = new Set([
  "LINK_MODEL",
  "UNLINK_ARTIFACT",
  "CREATE_ARTIFACT",
  "ADD_ARTIFACT_ALIAS",
  "UPDATE_ARTIFACT_ALIAS",
  "ADD_ARTIFACT_TAG",
  "REMOVE_ARTIFACT_TAG",
  "ADD_COLLECTION_TAG",
  "REMOVE_COLLECTION_TAG",
]);

const unknown = (reason: string): EventFilterSpec => ({ kind: "unknown", reason });
const isWindow = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;
const isNumber = (value: unknown): value is number => typeof value === "number";
const upper = (value: unknown): unknown => (typeof value === "string" ? value.toUpperCase() : value);

/**
 * Reads an `eventFilter` in its input form or in the form servers return it in (artifact filters wrapped
 * once more in `filter`, `run_filter` as text or object). Never throws: what it can't read is `unknown`.
 */
export function parseEventFilter(eventType: string, filter: unknown): EventFilterSpec {
  const parsed = parseMaybeJson(filter);
  if (!isJsonObject(parsed)) return unknown("the filter isn't a JSON object");
  if (eventType === "RUN_STATE") return parseState(parsed);
  if (RUN_EVENTS.has(eventType)) return parseMetric(eventType, parsed);
  if (ARTIFACT_EVENTS.has(eventType)) return parseArtifact(parsed);
  return unknown(`events of type ${eventType} aren't known to this version`);
}

function parseArtifact(parsed: JsonObject): EventFilterSpec {
  const wrapped = "filter" in parsed && Object.keys(parsed).length === 1;
  const inner = wrapped ? parseMaybeJson(parsed.filter) : parsed;
  if (!isJsonObject(inner)) return unknown("the wrapped filter isn't a JSON object");
  return { kind: "artifact", filter: inner };
}

function parseRunFilter(parsed: JsonObject): FilterJson | undefined {
  const raw = parsed.run_filter;
  if (raw === undefined || raw === null) return { $and: [] };
  const filter = parseMaybeJson(raw);
  return isJsonObject(filter) ? filter : undefined;
}

function parseState(parsed: JsonObject): EventFilterSpec {
  const runFilter = parseRunFilter(parsed);
  if (!runFilter) return unknown("run_filter isn't a JSON object");
  const inner = parseMaybeJson(parsed.run_state_filter);
  if (!isJsonObject(inner)) return unknown("run_state_filter is missing");
  const given = Array.isArray(inner.states) ? inner.states : [inner.states];
  const states = given.map(upper).map((state) => (state === "CRASHED" ? "FAILED" : state));
  const odd = states.find((state) => !STATES.has(state));
  if (odd !== undefined) return unknown(`run state ${JSON.stringify(odd)} isn't known to this version`);
  return { kind: "state", states: states as WireRunState[], runFilter };
}

function parseMetric(eventType: string, parsed: JsonObject): EventFilterSpec {
  const runFilter = parseRunFilter(parsed);
  if (!runFilter) return unknown("run_filter isn't a JSON object");
  const choice = parseMaybeJson(parsed.run_metric_filter);
  // Automations saved before change filters existed hold a bare threshold in `metric_filter`.
  const legacy = parseMaybeJson(parsed.metric_filter);
  const key =
    eventType === "RUN_METRIC"
      ? "threshold_filter"
      : eventType === "RUN_METRIC_CHANGE"
        ? "change_filter"
        : "zscore_filter";
  const inner = isJsonObject(choice) ? choice[key] : eventType === "RUN_METRIC" ? legacy : undefined;
  if (!isJsonObject(inner)) return unknown(`${key} is missing`);
  const metric =
    key === "threshold_filter" ? threshold(inner) : key === "change_filter" ? change(inner) : zscore(inner);
  return typeof metric === "string" ? unknown(metric) : { kind: "metric", metric, runFilter };
}

/** The aggregation and its window; without an aggregation the window settings are ignored. */
function aggregation(inner: JsonObject): WireAggregation | null | undefined {
  const agg = upper(inner.agg_op ?? null);
  if (agg === null) return null;
  return AGGREGATIONS.has(agg) ? (agg as WireAggregation) : undefined;
}

function threshold(inner: JsonObject): MetricSpec | string {
  const agg = aggregation(inner);
  const window = inner.window_size ?? 1;
  const { name, cmp_op: cmp, threshold: limit } = inner;
  if (typeof name !== "string") return "the metric has no name";
  if (agg === undefined) return `aggregation ${JSON.stringify(inner.agg_op)} isn't known to this version`;
  if (!isWindow(window)) return "window_size isn't a positive integer";
  if (!COMPARISONS.has(cmp)) return `comparison ${JSON.stringify(cmp)} isn't known to this version`;
  if (!isNumber(limit)) return "the threshold isn't a number";
  return { kind: "threshold", name, agg, window, cmp: cmp as WireComparison, threshold: limit };
}

function change(inner: JsonObject): MetricSpec | string {
  const agg = aggregation(inner);
  const window = inner.current_window_size ?? 1;
  const priorWindow = inner.prior_window_size ?? window;
  const changeType = upper(inner.change_type);
  const changeDir = upper(inner.change_dir);
  const { name, change_amount: amount } = inner;
  if (typeof name !== "string") return "the metric has no name";
  if (agg === undefined) return `aggregation ${JSON.stringify(inner.agg_op)} isn't known to this version`;
  if (!isWindow(window) || !isWindow(priorWindow)) return "a window size isn't a positive integer";
  if (!CHANGE_TYPES.has(changeType)) return "change_type isn't known to this version";
  if (!CHANGE_DIRECTIONS.has(changeDir)) return "change_dir isn't known to this version";
  if (!isNumber(amount)) return "change_amount isn't a number";
  return {
    kind: "change",
    name,
    agg,
    window,
    priorWindow,
    changeType: changeType as WireChangeType,
    changeDir: changeDir as WireChangeDirection,
    amount,
  };
}

function zscore(inner: JsonObject): MetricSpec | string {
  const window = inner.window_size ?? 30;
  const limit = inner.threshold ?? 3;
  const changeDir = upper(inner.change_dir ?? "ANY");
  const { name } = inner;
  if (typeof name !== "string") return "the metric has no name";
  if (!isWindow(window)) return "window_size isn't a positive integer";
  if (!isNumber(limit)) return "the threshold isn't a number";
  if (!CHANGE_DIRECTIONS.has(changeDir)) return "change_dir isn't known to this version";
  return { kind: "zscore", name, window, threshold: limit, changeDir: changeDir as WireChangeDirection };
}
