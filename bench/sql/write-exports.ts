import { writeFile } from "node:fs/promises";
import path from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";

/** Runs of a loss that goes up and down with noise, a value a minute, in one export each. */
export async function writeExports(
  folder: string,
  { values, runs }: { values: number; runs: number },
): Promise<void> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  await connection.run("SELECT setseed(0.42)");
  const each = Math.floor(values / runs);
  for (let run = 0; run < runs; run++) {
    const file = path.join(folder, `acme_vision_run${run}_0.runhistory.parquet`);
    await connection.run(`COPY (SELECT i AS _step, 1.7e9 + i * 60.0 AS _timestamp,
  3 + sin(i / 500.0) + 0.7 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS loss
FROM range(${each}) t(i)) TO '${file}' (FORMAT parquet)`);
  }
  connection.closeSync();
  instance.closeSync();
}

/** The table of those runs, with learning rates from 0 to 1. */
export async function writeRuns(file: string, runs: number): Promise<void> {
  const rows = Array.from({ length: runs }, (_, run) => ({ id: `run${run}`, config: { lr: run / runs } }));
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join("\n"));
}
