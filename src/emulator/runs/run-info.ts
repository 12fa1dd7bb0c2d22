import type { RunInfo } from "../../history/run-history.js";
import type { Directory } from "../store/directory.js";
import type { RunRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import { runSummary } from "./run-summary.js";

/** What run filters look at. */
export function runInfo(store: Store, directory: Directory, run: RunRecord): RunInfo {
  const project = store.projects.get(run.projectId);
  return {
    id: run.name,
    displayName: run.displayName,
    ...(project ? { project: project.name, entity: directory.entityOf(project).name } : {}),
    username: run.username,
    state: run.state,
    tags: run.tags,
    ...(run.group === null ? {} : { group: run.group }),
    ...(run.jobType === null ? {} : { jobType: run.jobType }),
    ...(run.sweepName === null ? {} : { sweepId: run.sweepName }),
    config: run.config,
    // Worked out when somebody looks: few filters do.
    get summary() {
      return runSummary(run, store.rows.history(run.id));
    },
  };
}
