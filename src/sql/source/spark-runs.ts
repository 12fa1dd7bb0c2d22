import type { RunsTable } from "../history-source.js";
import type { RunField } from "./run-field.js";

export function sparkRuns(_runs: RunsTable, _fields: readonly RunField[], _exports: boolean): string {
  throw new Error("soon");
}
