import type { RunInfo } from "../../history/run-history.js";
import type { RunRef } from "./firing.js";

/** What names a run, of all that is known about it. */
export function runRef(run: RunInfo): RunRef {
  return {
    id: run.id,
    ...(run.displayName === undefined ? {} : { displayName: run.displayName }),
    ...(run.entity === undefined ? {} : { entity: run.entity }),
    ...(run.project === undefined ? {} : { project: run.project }),
  };
}
