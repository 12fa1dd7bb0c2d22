import { writeFileSync } from "node:fs";
import path from "node:path";
import { parquetWriteBuffer } from "hyparquet-writer";
import type { HistoryRow } from "wandb-automations/evaluate";

/** A run's rows as W&B exports them: partitions `<entity>_<project>_<run>_<i>.runhistory.parquet`, a column per metric. */
export function writeExports(
  folder: string,
  run: string,
  partitions: readonly (readonly HistoryRow[])[],
): string[] {
  return partitions.map((rows, i) => {
    const file = path.join(folder, `${run}_${i}.runhistory.parquet`);
    writeFileSync(file, Buffer.from(toParquet(rows)));
    return file;
  });
}

/** Rows as a Parquet file: whole steps, doubles otherwise, nulls where a row has no such key. */
export function toParquet(rows: readonly HistoryRow[]): ArrayBuffer {
  const names = [...new Set(["_step", "_timestamp", ...rows.flatMap((row) => Object.keys(row))])];
  const columnData = names.map((name) => {
    const values = rows.map((row) => row[name] ?? null);
    const texts = values.some((value) => typeof value === "string");
    const type = name === "_step" ? "INT64" : texts ? "STRING" : "DOUBLE";
    const data = values.map((value) =>
      value === null
        ? null
        : type === "INT64"
          ? BigInt(value as number)
          : type === "STRING"
            ? String(value)
            : value,
    );
    return { name, data, type, nullable: true } as const;
  });
  return parquetWriteBuffer({ columnData });
}
