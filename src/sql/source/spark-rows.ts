import type { HistoryTable } from "../history-source.js";
import type { LoggedRows } from "./history-columns.js";

export function sparkRows(_history: HistoryTable, _metrics: readonly string[], _merged: boolean): LoggedRows {
  throw new Error("soon");
}
