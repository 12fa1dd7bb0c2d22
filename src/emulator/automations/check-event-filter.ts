import { badRequest } from "../graphql/api-error.js";
import { mongoFilterProblem, parseJsonObject } from "./check-mongo-filter.js";

type Fields = Readonly<Record<string, unknown>>;
/** Says what a value should have been, or nothing where it is right. */
type Check = (value: unknown) => string | undefined;

const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value) ? undefined : `one of ${values.map((v) => JSON.stringify(v)).join(", ")}`;
const metricName: Check = (value) =>
  typeof value === "string" && value !== "" ? undefined : "a non-empty string";
const windowSize: Check = (value) =>
  Number.isSafeInteger(value) && (value as number) > 0 ? undefined : "a positive integer";
const finite: Check = (value) =>
  typeof value === "number" && Number.isFinite(value) ? undefined : "a finite number";
const aggregation = oneOf("MAX", "MIN", "AVERAGE", "SUM", null);
const direction = oneOf("INCREASE", "DECREASE", "ANY");

const METRIC_FILTERS: Readonly<Record<string, { key: string; fields: Readonly<Record<string, Check>> }>> = {
  RUN_METRIC: {
    key: "threshold_filter",
    fields: {
      name: metricName,
      agg_op: aggregation,
      window_size: windowSize,
      cmp_op: oneOf("$gt", "$gte", "$lt", "$lte", "$eq", "$ne"),
      threshold: finite,
    },
  },
  RUN_METRIC_CHANGE: {
    key: "change_filter",
    fields: {
      name: metricName,
      agg_op: aggregation,
      current_window_size: windowSize,
      prior_window_size: windowSize,
      change_type: oneOf("ABSOLUTE", "RELATIVE"),
      change_dir: direction,
      change_amount: finite,
    },
  },
  RUN_METRIC_ZSCORE: {
    key: "zscore_filter",
    fields: { name: metricName, window_size: windowSize, threshold: finite, change_dir: direction },
  },
};

const ARTIFACT_EVENTS = new Set([
  "ADD_ARTIFACT_ALIAS",
  "ADD_ARTIFACT_TAG",
  "ADD_COLLECTION_TAG",
  "CREATE_ARTIFACT",
  "LINK_MODEL",
  "REMOVE_ARTIFACT_TAG",
  "REMOVE_COLLECTION_TAG",
  "UNLINK_ARTIFACT",
]);

/** Whether the event is one of a run rather than of an artifact. */
export function isRunEvent(eventType: string): boolean {
  return eventType === "RUN_STATE" || eventType in METRIC_FILTERS;
}

/**
 * Refuses an `eventFilter` that the event type can't have, with a 400 that names the part. Written against what
 * the Python client sends and nothing else: it shares no code with this package's compiler, so that a mistake
 * there is seen here.
 */
export function checkEventFilter(eventType: string, eventFilter: string): void {
  const problem = eventFilterProblem(eventType, eventFilter);
  if (problem !== undefined) throw badRequest(`invalid eventFilter for ${eventType}: ${problem}`);
}

function eventFilterProblem(eventType: string, eventFilter: string): string | undefined {
  const filter = parseJsonObject(eventFilter);
  if (filter === undefined) return "it must be a JSON object in a string";
  if (ARTIFACT_EVENTS.has(eventType)) return artifactFilterProblem(filter);
  if (eventType === "RUN_STATE") return runFilterProblem(filter) ?? stateFilterProblem(filter);
  if (eventType in METRIC_FILTERS) return runFilterProblem(filter) ?? metricFilterProblem(eventType, filter);
  return "automations on this event can't be created through the API";
}

function artifactFilterProblem(filter: Fields): string | undefined {
  const form = `the filter must have the form {"$or":[{"$and":[...]}]}`;
  const [key, ...others] = Object.keys(filter);
  const alternatives = filter.$or;
  if (key !== "$or" || others.length > 0 || !Array.isArray(alternatives)) return form;
  if (alternatives.length === 0 || !alternatives.every((part) => Array.isArray(part?.$and))) return form;
  return mongoFilterProblem(filter, "filter");
}

function runFilterProblem(filter: Fields): string | undefined {
  const runFilter = parseJsonObject(filter.run_filter);
  if (runFilter === undefined) return "run_filter must be a JSON object in a string";
  if (!Array.isArray(runFilter.$and) || Object.keys(runFilter).length > 1)
    return `run_filter must have the form {"$and":[...]}`;
  return mongoFilterProblem(runFilter, "run_filter");
}

function stateFilterProblem(filter: Fields): string | undefined {
  const unknown = unknownKey(filter, ["run_filter", "run_state_filter"]);
  if (unknown !== undefined) return unknown;
  const inner = filter.run_state_filter as Fields | null | undefined;
  const states = inner?.states;
  if (!Array.isArray(states) || states.length === 0)
    return "run_state_filter.states must be a non-empty list of RUNNING, FINISHED, FAILED";
  const odd = states.find((state) => !["RUNNING", "FINISHED", "FAILED"].includes(state));
  if (odd === undefined) return unknownKey(inner!, ["states"], "run_state_filter.");
  return `run_state_filter.states: ${JSON.stringify(odd)} is not one of RUNNING, FINISHED, FAILED`;
}

function metricFilterProblem(eventType: string, filter: Fields): string | undefined {
  const { key, fields } = METRIC_FILTERS[eventType]!;
  const unknown = unknownKey(filter, ["run_filter", "run_metric_filter", "metric_filter"]);
  if (unknown !== undefined) return unknown;
  if ((filter.metric_filter ?? null) !== null) return "metric_filter is no longer used and must be null";
  const choice = filter.run_metric_filter as Fields | null | undefined;
  const path = `run_metric_filter.${key}`;
  const inner = choice?.[key] as Fields | undefined;
  if (typeof choice !== "object" || choice === null || typeof inner !== "object" || inner === null)
    return `${path} must be an object`;
  const extra =
    unknownKey(choice, [key], "run_metric_filter.") ?? unknownKey(inner, Object.keys(fields), `${path}.`);
  if (extra !== undefined) return extra;
  for (const [name, check] of Object.entries(fields)) {
    if (!(name in inner)) return `${path}.${name} is missing`;
    const wanted = check(inner[name]);
    if (wanted !== undefined) return `${path}.${name} must be ${wanted}, got ${JSON.stringify(inner[name])}`;
  }
  return undefined;
}

function unknownKey(object: Fields, known: readonly string[], path = ""): string | undefined {
  const odd = Object.keys(object).find((key) => !known.includes(key));
  return odd === undefined ? undefined : `${path}${odd} is not a known field`;
}
