import { ServerError } from "../errors/index.js";
import type { HistoryRow, RunHistory, RunInfo } from "../history/run-history.js";
import type { Call, CallOptions } from "../transport/call.js";
import { oneRun, projectRuns, type RunNode, type RunPath } from "../wire/documents.js";
import type { JsonObject } from "../wire/json.js";
import { CALL_OPTION_NAMES, checkOptions, LIST_OPTION_NAMES } from "./check-options.js";
import { DEFAULT_PER_PAGE, Listing, type ListOptions, position } from "./pages.js";
import { lastStep, toRunInfo } from "./run-info.js";
import { missingRun, type RowOptions, readRows, rowReaders } from "./run-rows.js";
import type { Session } from "./session.js";

const ROW_OPTION_NAMES = [...CALL_OPTION_NAMES, "keys", "minStep", "maxStep"];

/**
 * A run on the server. Nothing is fetched until it is asked for.
 *
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 *
 * const run = new Api().run("acme/vision/lkowe4hd");
 * console.log((await run.info()).displayName);
 * for await (const row of run.history({ keys: ["loss"] })) console.log(row._step, row.loss);
 * ```
 */
export class Run {
  readonly #session: Session;
  readonly #path: (call: Call) => Promise<RunPath>;

  constructor(session: Session, path: (call: Call) => Promise<RunPath>) {
    this.#session = session;
    this.#path = path;
  }

  /**
   * What is known about the run: its state, tags, config, summary.
   *
   * @throws ServerError `NOT_FOUND`.
   */
  async info(options: CallOptions = {}): Promise<RunInfo> {
    checkOptions("Run.info", options, CALL_OPTION_NAMES);
    const { path, node } = await this.#fetch(options);
    return toRunInfo(node, path);
  }

  /** The run's rows in step order, fetched as they are read. `timeoutMs` is about each request. */
  async *history(options: RowOptions = {}): AsyncGenerator<HistoryRow, void, undefined> {
    checkOptions("Run.history", options, ROW_OPTION_NAMES);
    const { path, node } = await this.#fetch(options);
    yield* readRows({ session: this.#session, path, end: lastStep(node), options });
  }

  /** The run with its rows, as dry runs take it. */
  async load(options: RowOptions = {}): Promise<RunHistory> {
    checkOptions("Run.load", options, ROW_OPTION_NAMES);
    const { path, node } = await this.#fetch(options);
    return toHistory(this.#session, node, path, options);
  }

  async #fetch(options: CallOptions): Promise<{ path: RunPath; node: RunNode }> {
    const call = this.#session.startCall(options);
    const path = await this.#path(call);
    const { project } = await this.#session.run(oneRun(), path, call);
    return { path, node: project?.run ?? missingRun(path) };
  }
}

/** What {@link Api.runs} takes. */
export interface RunsOptions extends ListOptions, RowOptions {
  /** Filter over runs, as in Python: `{ state: "finished", "config.lr": { $gt: 0.1 } }`. */
  readonly filters?: JsonObject | undefined;
  /** Field to sort by, `-` before it for descending: `-created_at`. */
  readonly order?: string | undefined;
}

export const RUNS_OPTION_NAMES = [...LIST_OPTION_NAMES, ...ROW_OPTION_NAMES, "filters", "order"];

function toHistory(session: Session, node: RunNode, path: RunPath, options: RowOptions): RunHistory {
  const rows = rowReaders({ session, path, end: lastStep(node), options });
  return Object.freeze({ run: toRunInfo(node, path), ...rows });
}

/** Lists a project's runs. Their rows are fetched when they are read. */
export function listRuns(
  session: Session,
  path: (call: Call) => Promise<Omit<RunPath, "run">>,
  { filters, order, perPage = DEFAULT_PER_PAGE, start, ...options }: RunsOptions,
): Listing<RunHistory> {
  return new Listing(async (cursor) => {
    const call = session.startCall(options);
    const { entity, project } = await path(call);
    const page = { cursor, perPage, order: order ?? null, filters: filters ? JSON.stringify(filters) : null };
    const reply = await session.run(projectRuns(), { entity, project, ...page }, call);
    if (!reply.project)
      throw new ServerError("NOT_FOUND", `The project ${entity}/${project} isn't on the server.`);
    const { runCount, runs } = reply.project;
    const { edges, pageInfo } = runs ?? { edges: [], pageInfo: { hasNextPage: false } };
    const items = edges.flatMap((edge) => {
      const node = edge?.node;
      return node ? [toHistory(session, node, { entity, project, run: node.name }, options)] : [];
    });
    return { items, ...position(pageInfo), ...(runCount != null && { total: runCount }) };
  }, start);
}
