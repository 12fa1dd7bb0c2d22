import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { DoNothing, FilterableField, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import type { CompiledAutomation } from "wandb-automations/evaluate";
import { type BacktestSource, backtest, compileToSql, emitSparkJob } from "wandb-automations/sql";
import { toCompiledList } from "../../../src/evaluate/evaluable.js";
import { toParquet } from "../../sql/export-files.js";

const root = mkdtempSync(path.join(tmpdir(), "hostile-"));
afterAll(() => rmSync(root, { recursive: true }));
let folders = 0;
function folder(name = ""): string {
  const made = path.join(root, String(folders++), name);
  mkdirSync(made, { recursive: true });
  return made;
}

/** Names that would end a text, a name, a comment or a statement, or be replaced by something else. */
const NAMES = [
  ...[
    "a'b",
    'a"b',
    "`a`",
    "a;b",
    "'); DROP TABLE history; --",
    "--x",
    "/* x */",
    "*/",
    "$1",
    "${x}",
    "{{x}}",
    "%s",
    "?",
  ],
  ...[
    "é😀",
    "a\u200bb",
    "a\\b",
    "\\",
    "__proto__",
    "constructor",
    "NULL",
    "select",
    "run",
    "history",
    "filename",
    "step",
  ],
  ...[
    "metric_0",
    "place",
    "a.b",
    ".",
    "$.a",
    "[0]",
    "*",
    "file_name",
    "row_index",
    "_history_file ",
    "x".repeat(3000),
  ],
];
/** Those that no column can have in SQL, but keys of JSON can. */
const ODD_BLANKS = ["a\nb", "a\r\nb", "\t", "a\u2028b", "a\u00a0b", "a\u0000b", "\u0001"];

const loss = (name: string) =>
  new MetricThresholdFilter({ name, agg: "average", window: 2, cmp: ">", threshold: 2 });
const rows = (name: string) =>
  Array.from({ length: 6 }, (_, i) => ({ _step: i, _timestamp: 1.7e9 + i, [name]: i }));
const lines = (list: readonly object[]) => list.map((row) => `${JSON.stringify(row)}\n`).join("");

/** An automation that has a metric's name itself, which stands in comments. */
function watch(name: string, run?: Parameters<ReturnType<typeof loss>["and"]>[0]): CompiledAutomation {
  const filter = run ? loss(name).and(run) : loss(name);
  const [compiled] = toCompiledList(new OnRunMetric({ scope: "acme/vision", filter }).then(new DoNothing()));
  return { ...compiled!, name };
}

async function fired(name: string, source: BacktestSource): Promise<unknown[]> {
  const { firings } = await backtest(watch(name, new FilterableField("display_name").contains(name)), source);
  return firings.map(({ run, step }) => [run?.id, step]);
}

describe("Names that would be something else in SQL", () => {
  it.each([...NAMES, ...ODD_BLANKS])("%j is a key, a run and a text to look for", async (name) => {
    const made = folder();
    const files = path.join(made, "history.jsonl");
    const runs = path.join(made, "runs.jsonl");
    const run = name === "run" ? 0 : name;
    writeFileSync(files, lines(rows(name).map((row) => ({ id: run, ...row }))));
    writeFileSync(runs, lines([{ id: run, display_name: `<${name}>` }]));
    const source: BacktestSource = {
      history: { format: "jsonl", files, run: { column: "id" } },
      runs: { format: "jsonl", files: runs },
    };
    expect(await fired(name, source)).toEqual([[String(run), 3]]);
  });

  it.each(NAMES)("%j is a column, and a folder", async (name) => {
    const made = folder(name.replaceAll("/", "").slice(0, 50));
    const files = path.join(made, "history.parquet");
    writeFileSync(files, Buffer.from(toParquet(rows(name).map((row) => ({ "the run": "r", ...row })))));
    const runs = path.join(made, "runs.jsonl");
    writeFileSync(runs, lines([{ id: "r", display_name: name }]));
    const history = { format: "parquet", files, run: { column: "the run" } } as const;
    expect(await fired(name, { history, runs: { format: "jsonl", files: runs } })).toEqual([["r", 3]]);
  });

  it.each(ODD_BLANKS)("%j can't be asked of a column, which is an error", async (name) => {
    const files = path.join(folder(), "history.parquet");
    writeFileSync(files, Buffer.from(toParquet(rows("loss"))));
    const history = { format: "parquet", files, run: "file" } as const;
    await expect(fired(name, { history })).rejects.toThrow("can't be asked for in SQL for DuckDB");
    expect(() => compileToSql(watch(name), { dialect: "spark", source: { history } })).toThrow(
      "can't be asked for in SQL for Spark",
    );
  });

  it("has no variables for Spark to replace", async () => {
    const name = "${env:HOME}";
    const sqlOf = (history: BacktestSource["history"]) =>
      compileToSql(watch(name, new FilterableField("display_name").eq(name)), {
        dialect: "spark",
        source: { history },
        workFolder: name,
      });
    expect(sqlOf({ format: "csv", files: "a.csv" })).not.toContain("${");
    expect(sqlOf({ format: "jsonl", files: "a.jsonl" })).not.toContain("${");
    expect(() => sqlOf({ format: "parquet", files: "a.parquet" })).toThrow("puts the value of a variable");
    expect(() => sqlOf({ format: "jsonl", files: name })).toThrow("puts the value of a variable");
  });

  it.each(NAMES.filter((name) => !name.includes("${")))(
    "%j leaves the statements of a job for Spark apart",
    async (name) => {
      const made = folder();
      const emit = async (one: CompiledAutomation, part: string, folderName: string) => {
        const source = { history: { format: "parquet", files: `${folderName}/*.parquet` } } as const;
        const folders = { workFolder: `${folderName}/work`, resultFolder: `${folderName}/result` };
        await emitSparkJob(one, { source, folder: path.join(made, part), ...folders });
        return readFileSync(path.join(made, part, "backtest.sql"), "utf8").split("\n;\n").length;
      };
      const field = new FilterableField("display_name");
      const hostile = await emit(watch(name, field.eq(`${name}\n;\n`)), "hostile", name);
      expect(hostile).toBe(await emit(watch("loss", field.eq("x")), "plain", "data"));
    },
  );
});
