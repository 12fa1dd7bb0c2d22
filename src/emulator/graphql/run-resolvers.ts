import { type FieldReader, MISSING } from "../../evaluate/filter/filter-value.js";
import { runFields } from "../../evaluate/filter/run-fields.js";
import { toJsonText } from "../runs/history-json.js";
import { historyKeys, historyLines, sampledHistory } from "../runs/history-reads.js";
import { runInfo } from "../runs/run-info.js";
import { runSummary } from "../runs/run-summary.js";
import type { ProjectRecord, RunRecord } from "../store/records.js";
import { compositeKey } from "../store/store.js";
import type { TypeResolvers, World } from "../world.js";
import { toConnection } from "./connection.js";
import { filteredBy, orderingBy } from "./listing.js";

/** Runs and their histories, as the Python client's `api.runs`, `api.run`, `history` and `scan_history` read them. */
export function runResolvers(world: World): TypeResolvers {
  const { store } = world;
  const summaryOf = (run: RunRecord) => runSummary(run, store.rows.history(run.id));
  const readerOf = (run: RunRecord): FieldReader => {
    const read = runFields(runInfo(store, world.directory, run));
    return (field) => runField(run, read, field);
  };
  const runsOf = (project: ProjectRecord, filters?: string | null) =>
    filteredBy(store.runsByProject.all(project.id), filters, readerOf);

  return {
    Project: {
      run: (project: ProjectRecord, { name }) =>
        store.runsByName.first(compositeKey(project.id, name)) ?? null,
      runCount: (project: ProjectRecord, { filters }) => runsOf(project, filters).length,
      runs: (project: ProjectRecord, args) =>
        toConnection(runsOf(project, args.filters), args, orderingBy(args.order, readerOf)),
    },
    Run: {
      projectId: (run: RunRecord) => String(store.projects.get(run.projectId)?.number ?? 0),
      config: (run: RunRecord) =>
        toJsonText(
          Object.fromEntries(Object.entries(run.config).map(([key, value]) => [key, { value, desc: null }])),
        ),
      commit: () => null,
      readOnly: () => false,
      description: (run: RunRecord) => run.notes,
      systemMetrics: (run: RunRecord) => {
        const latest = {};
        for (const { row } of store.rows.system(run.id)) Object.assign(latest, row);
        return toJsonText(latest);
      },
      summaryMetrics: (run: RunRecord) => toJsonText(summaryOf(run)),
      historyLineCount: (run: RunRecord) => store.rows.history(run.id).length,
      historyKeys: (run: RunRecord) => historyKeys(store.rows.history(run.id)),
      user: (run: RunRecord) => store.users.get(run.userId) ?? null,
      history: (run: RunRecord, args) => historyLines(store.rows.history(run.id), args),
      events: (run: RunRecord, args) => historyLines(store.rows.system(run.id), args),
      sampledHistory: (run: RunRecord, { specs }: { specs: readonly string[] }) =>
        specs.map((spec) => sampledHistory(store.rows.history(run.id), spec)),
      // Nothing is ever exported to Parquet: all rows are "live", so clients read them through `history`.
      parquetHistory: (run: RunRecord) => ({
        parquetUrls: [],
        liveData: store.rows
          .history(run.id)
          .slice(0, 1)
          .map(({ step }) => ({ _step: step })),
      }),
    },
  };
}

/** Fields that lists of runs can be filtered and ordered by, beyond those of run filters. */
function runField(run: RunRecord, read: FieldReader, field: string): unknown {
  if (field === "created_at" || field === "createdAt") return run.createdAt;
  if (field === "heartbeat_at" || field === "heartbeatAt") return run.heartbeatAt;
  if (field === "displayName") return run.displayName;
  if (field === "jobType") return run.jobType ?? MISSING;
  const value = read(field);
  // The Python client documents `config.lr.value`, which is how the server keeps configs.
  const wrapped = /^config\.([^.]+)\.value(\..+)?$/.exec(field);
  return value === MISSING && wrapped ? read(`config.${wrapped[1]}${wrapped[2] ?? ""}`) : value;
}
