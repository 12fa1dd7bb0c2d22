import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetScan } from "hyparquet";
import { parquetWriteFile } from "hyparquet-writer";
import { dryRun } from "wandb-automations/evaluate";
import { readJsonFile, readParquetFiles } from "wandb-automations/history";
import { averageAbove, averageChanges, standsOut } from "./conditions.js";
import { CACHE, wanderingLoss } from "./data.js";
import { type Contestant, millis, perSecond, race, ratio, table } from "./measure.js";

const AUTOMATIONS = [
  averageAbove("train/loss", 5, 1e9),
  averageChanges("train/loss", 10, 50, 1e9),
  standsOut("accuracy", 30, 1e9),
];
const COLUMNS = ["_step", "_timestamp", "train/loss", "accuracy"];

async function count(rows: AsyncIterable<unknown> | Iterable<unknown>): Promise<number> {
  let total = 0;
  for await (const _ of rows) total++;
  return total;
}

/** A run as W&B logs it. */
function columnsOf(rows: number) {
  const loss = wanderingLoss(2 * rows);
  const each = <T>(value: (i: number) => T) => Array.from({ length: rows }, (_, i) => value(i));
  return {
    _step: each((i) => i),
    _timestamp: each((i) => 1.8e9 + i / 2),
    _runtime: each((i) => i / 2),
    epoch: each((i) => i >> 10),
    "train/loss": each((i) => loss[i]!),
    accuracy: each((i) => 1 / loss[rows + i]!),
    "optimizer/lr": each((i) => 1e-3 * 0.999 ** (i >> 10)),
  };
}

function print(title: string, rows: number, times: ReadonlyMap<string, number>): void {
  const [bound] = times.values();
  const lines = [...times].map(([name, ms]) => [name, millis(ms), perSecond(rows, ms), ratio(ms, bound!)]);
  table(title, ["", "median", "rows", "time / the first"], lines);
}

/** JSON lines and Parquet, each against what parses it with nothing around. */
export async function benchReaders(rows: number, rounds: number): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const columns = columnsOf(rows);
  const names = Object.keys(columns) as (keyof typeof columns)[];

  const jsonl = path.join(CACHE, "history.jsonl");
  const lines = Array.from({ length: rows }, (_, i) =>
    JSON.stringify(Object.fromEntries(names.map((name) => [name, columns[name][i]]))),
  );
  writeFileSync(jsonl, `${lines.join("\n")}\n`);
  const texts = readFileSync(jsonl, "utf8").trimEnd().split("\n");
  const run = async () => (await readJsonFile(jsonl))[0]!;
  const parse = () => {
    for (const text of texts) JSON.parse(text);
  };
  const byJson: Contestant[] = [
    { name: "JSON.parse, lines in memory", run: parse },
    { name: "readJsonFile, rows", run: async () => count((await run()).rows) },
    { name: "dryRun of 3 automations", run: async () => dryRun(AUTOMATIONS, await run()) },
  ];
  print(`JSON lines, ${rows.toExponential()} rows`, rows, await race(byJson, rounds));

  const parquet = path.join(CACHE, "history.parquet");
  const columnData = names.map((name) => ({
    name,
    data: Float64Array.from(columns[name]),
    type: "DOUBLE" as const,
  }));
  parquetWriteFile({ filename: parquet, columnData });
  const file = await asyncBufferFromFile(parquet);
  const metadata = await parquetMetadataAsync(file);
  const scan = async () => {
    const groups = await parquetScan({ file, metadata, columns: COLUMNS });
    for (const { rowStart, rowEnd } of groups.ranges)
      await Promise.all(COLUMNS.map((column) => groups.readColumn({ column, rowStart, rowEnd })));
  };
  const ours = async () => (await readParquetFiles(parquet, { columns: COLUMNS }))[0]!;
  const metrics = ["train/loss", "accuracy"];
  const byColumn: Contestant[] = [
    { name: "hyparquet, columns", run: scan },
    { name: "readColumns", run: async () => (await ours()).readColumns(metrics) },
  ];
  print(`Parquet, ${rows.toExponential()} rows, 4 of 7 columns`, rows, await race(byColumn, rounds));
  const byRow: Contestant[] = [
    { name: "hyparquet, rows", run: () => parquetReadObjects({ file, metadata, columns: COLUMNS }) },
    { name: "readParquetFiles, rows", run: async () => count((await ours()).rows) },
    { name: "dryRun of 3 automations", run: async () => dryRun(AUTOMATIONS, await ours()) },
  ];
  print(`Parquet, ${rows.toExponential()} rows, 4 of 7 columns`, rows, await race(byRow, rounds));
}
