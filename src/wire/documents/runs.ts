import { count, list, nullish, object, optional, type Shaped, text, unread } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";
import { type Connection, connection, PAGE_INFO, type PageVariables } from "./page.js";

/** What run filters look at, and how far the run's history reaches. */
const RUN_FIELDS = `name displayName state tags group jobType sweepName config summaryMetrics historyKeys user { username }`;

// Only programs that read runs need what is here: made when it is asked for, it isn't in the bundles of others.

function runShape() {
  const optionalText = nullish(text);
  return object({
    name: text,
    displayName: optionalText,
    state: optionalText,
    tags: nullish(list(nullish(text))),
    group: optionalText,
    jobType: optionalText,
    sweepName: optionalText,
    /** JSON in a string; each value as `{"value": …}`. */
    config: optionalText,
    /** JSON in a string. */
    summaryMetrics: optionalText,
    /** `{"keys": {…}, "lastStep": …}`, as JSON or as a string that holds it. */
    historyKeys: optional(unread),
    user: nullish(object({ username: optionalText })),
  });
}

/** A run as the server returns it. */
export type RunNode = Shaped<ReturnType<typeof runShape>>;

export interface RunPath {
  readonly entity: string;
  readonly project: string;
  /** The run's id, which the server calls its name. */
  readonly run: string;
}

const inProject = "project(name: $project, entityName: $entity)";
const inRun = `${inProject} { run(name: $run)`;
const runPath = "$entity: String!, $project: String!, $run: String!";

export function oneRun(): Operation<
  RunPath,
  { project?: { run?: RunNode | null | undefined } | null | undefined }
> {
  return defineOperation({
    name: "Run",
    takes: runPath,
    selects: `${inRun} { ${RUN_FIELDS} } }`,
    data: object({ project: nullish(object({ run: nullish(runShape()) })) }),
  });
}

/** `filters` is a JSON string in the Mongo-like form of run filters; `order` e.g. `-created_at`. */
export type RunsVariables = PageVariables & {
  readonly entity: string;
  readonly project: string;
  readonly filters: string | null;
  readonly order: string | null;
};

interface RunsData {
  project?:
    | { runCount?: number | null | undefined; runs?: Connection<RunNode> | null | undefined }
    | null
    | undefined;
}

export function projectRuns(): Operation<RunsVariables, RunsData> {
  return defineOperation({
    name: "Runs",
    takes:
      "$entity: String!, $project: String!, $filters: JSONString, $order: String, $cursor: String, $perPage: Int",
    selects: `${inProject} { runCount(filters: $filters)
    runs(filters: $filters, order: $order, after: $cursor, first: $perPage) { ${PAGE_INFO} edges { node { ${RUN_FIELDS} } } }
  }`,
    data: object({
      project: nullish(object({ runCount: nullish(count), runs: nullish(connection(runShape())) })),
    }),
  });
}

/** Whole rows, each a JSON string; the page holds steps from `minStep` up to, not including, `maxStep`. */
export function runRows(): Operation<
  RunPath & { readonly minStep: number; readonly maxStep: number; readonly samples: number },
  { project?: { run?: { history: string[] } | null | undefined } | null | undefined }
> {
  return defineOperation({
    name: "RunRows",
    takes: `${runPath}, $minStep: Int64, $maxStep: Int64, $samples: Int`,
    selects: `${inRun} { history(minStep: $minStep, maxStep: $maxStep, samples: $samples) } }`,
    data: object({
      project: nullish(object({ run: nullish(object({ history: list(text) })) })),
    }),
  });
}

/**
 * Some keys of some rows: a list of rows per spec, a spec being JSON in a string:
 * `{"keys":["_step","loss"],"minStep":0,"maxStep":999,"samples":1000}`.
 */
export function runKeys(): Operation<
  RunPath & { readonly specs: readonly string[] },
  { project?: { run?: { sampledHistory: unknown[] } | null | undefined } | null | undefined }
> {
  return defineOperation({
    name: "RunSampledHistory",
    takes: `${runPath}, $specs: [JSONString!]!`,
    selects: `${inRun} { sampledHistory(specs: $specs) } }`,
    data: object({
      project: nullish(object({ run: nullish(object({ sampledHistory: list(unread) })) })),
    }),
  });
}
