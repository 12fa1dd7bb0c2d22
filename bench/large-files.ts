/**
 * Dry-runs histories of 2 GB in processes of their own and prints how much memory each took at most: 300 MB is what it
 * may be. The only value that fires is in the last row, so nothing can be left out. Of Parquet a dry run reads the
 * columns it needs, so a reading of whole rows is measured besides.
 *
 * npx tsx bench/large-files.ts [gigabytes] [jsonl|csv|wandb|parquet …]
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { fileWriter, ParquetWriter, schemaFromColumnData } from "hyparquet-writer";
import { FILE_HEADER, item, message, packRecord, runRecord } from "../test/fixtures/history/wandb-writer.js";
import { CACHE, wanderingLoss } from "./evaluate/data.js";

const SOURCE = fileURLToPath(new URL("../src", import.meta.url));
const METRICS = Array.from({ length: 60 }, (_, k) => `layer_${k}/norm`);
const VALUES = Array.from(wanderingLoss(64), (value) => value.toFixed(12));
const ROWS_PER_GROUP = 50_000;
const LIMIT_MB = 300;

/** The rows' other metrics: 64 rows' worth, again and again. */
const variant = <T>(make: (value: (metric: number) => string) => T) =>
  VALUES.map((_, i) => make((k) => VALUES[(i + k) % VALUES.length]!));
const last = (isLast: boolean) => (isLast ? "1000" : "0.5");

/** Writes rows of 60 metrics until the file has `bytes`; says how many. */
const WRITERS: Readonly<Record<string, (file: string, bytes: number) => number>> = {
  jsonl: (file, bytes) => {
    const tails = variant((value) => METRICS.map((name, k) => `,"${name}":${value(k)}`).join(""));
    return writeRows(file, bytes, "", (step, isLast) => {
      return `{"_step":${step},"_timestamp":${1.8e9 + step},"loss":${last(isLast)}${tails[step % 64]}}\n`;
    });
  },
  csv: (file, bytes) => {
    const tails = variant((value) => METRICS.map((_, k) => `,${value(k)}`).join(""));
    return writeRows(file, bytes, `_step,_timestamp,loss,${METRICS.join(",")}\n`, (step, isLast) => {
      return `${step},${1.8e9 + step},${last(isLast)}${tails[step % 64]}\n`;
    });
  },
  wandb: (file, bytes) => {
    const tails = variant((value) =>
      Buffer.concat(METRICS.map((name, k) => message([1, item(name, value(k))]))),
    );
    const place = { size: FILE_HEADER.length };
    const pack = (record: Buffer) => Buffer.concat([...packRecord(record, place)]);
    const start = Buffer.concat([FILE_HEADER, pack(runRecord("large"))]);
    return writeRows(file, bytes, start, (step, isLast) => {
      const own = message(
        [1, item("_step", `${step}`)],
        [1, item("_timestamp", `${1.8e9 + step}`)],
        [1, item("loss", last(isLast))],
        [2, message([1, step])],
      );
      return pack(message([2, Buffer.concat([own, tails[step % 64]!])]));
    });
  },
  parquet: (file, bytes) => {
    const writer = fileWriter(file);
    const names = ["_step", "_timestamp", "loss", ...METRICS];
    const columns = (from: number, isLast: boolean) =>
      names.map((name, k) => {
        const data = Float64Array.from({ length: ROWS_PER_GROUP }, (_, i) =>
          k === 0 ? from + i : k === 1 ? 1.8e9 + from + i : k === 2 ? 0.5 : Math.sin(from + i * k),
        );
        if (isLast && k === 2) data[ROWS_PER_GROUP - 1] = 1000;
        return { name, data, type: "DOUBLE" as const };
      });
    const parquet = new ParquetWriter({
      writer,
      schema: schemaFromColumnData({ columnData: columns(0, false) }),
    });
    let rows = 0;
    for (let done = false; !done; rows += ROWS_PER_GROUP) {
      done = (rows + 2 * ROWS_PER_GROUP) * names.length * 8 > bytes;
      parquet.write({ columnData: columns(rows, done), rowGroupSize: ROWS_PER_GROUP });
      writer.flush?.();
    }
    parquet.finish();
    return rows;
  },
};

function writeRows(
  file: string,
  bytes: number,
  start: string | Buffer,
  row: (step: number, isLast: boolean) => string | Buffer,
): number {
  const descriptor = openSync(file, "w");
  let written = 0;
  const write = (parts: readonly (string | Buffer)[]) => {
    written += writeSync(descriptor, Buffer.concat(parts.map((part) => Buffer.from(part))));
  };
  write([start]);
  let step = 0;
  while (written < bytes) {
    const parts: (string | Buffer)[] = [];
    for (let i = 0; i < 2000; i++) parts.push(row(step++, false));
    write(parts);
  }
  write([row(step++, true)]);
  closeSync(descriptor);
  return step;
}

const READ = `
import { DoNothing, OnRunMetric, RunEvent } from "./index.js";
import { dryRun } from "./evaluate.js";
import { history } from "./history.js";

const automation = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(10) }).then(new DoNothing());
const { firings } = await dryRun(automation, history(process.argv[2], { run: { entity: "acme", project: "vision" } }));
console.log(JSON.stringify([firings.map(({ step }) => step), process.resourceUsage().maxRSS / 1024]));
`;
const READ_ROWS = `
import { history } from "./history.js";

const found = [];
for await (const { rows } of history(process.argv[2])) {
  for await (const row of rows) if (row.loss > 10 && Object.keys(row).length === ${METRICS.length + 3}) found.push(row._step);
}
console.log(JSON.stringify([found, process.resourceUsage().maxRSS / 1024]));
`;

const [, , size = "2", ...chosen] = process.argv;
const built = path.join(CACHE, "built");
mkdirSync(CACHE, { recursive: true });
await build({
  entryPoints: ["index", "evaluate", "history"].map((name) => path.join(SOURCE, `${name}.ts`)),
  outdir: built,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  packages: "external",
});
const SCRIPTS = { "a dry run": "read.mjs", "whole rows": "read-rows.mjs" };
writeFileSync(path.join(built, SCRIPTS["a dry run"]), READ);
writeFileSync(path.join(built, SCRIPTS["whole rows"]), READ_ROWS);
for (const format of chosen.length > 0 ? chosen : Object.keys(WRITERS)) {
  const file = path.join(CACHE, `large.${format}`);
  const rows = WRITERS[format]!(file, Number(size) * 2 ** 30);
  const gigabytes = statSync(file).size / 2 ** 30;
  for (const [what, script] of Object.entries(SCRIPTS)) {
    if (what !== "a dry run" && format !== "parquet") continue;
    const { steps, megabytes, seconds } = measured(format, script, file);
    if (steps.join() !== String(rows - 1))
      throw new Error(`${format}: fired at ${steps}, not at ${rows - 1}`);
    console.log(
      `${format}, ${what}: ${gigabytes.toFixed(2)} GB, ${rows} rows of ${METRICS.length + 3} keys in ` +
        `${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB${megabytes > LIMIT_MB ? `, which is over ${LIMIT_MB}` : ""}`,
    );
  }
  rmSync(file);
}

function measured(format: string, script: string, file: string) {
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync("node", [path.join(built, script), file], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${format}: ${stderr}`);
  const [steps, megabytes] = JSON.parse(stdout) as [number[], number];
  return { steps, megabytes, seconds: (performance.now() - started) / 1000 };
}
