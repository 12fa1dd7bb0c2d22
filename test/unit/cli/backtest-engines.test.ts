import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectWith } from "../files/project-files.js";
import { expectDocument } from "./expect-document.js";
import { runCommand } from "./run-command.js";

const AUTOMATIONS = `import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
export const high = new OnRunMetric({
  scope: "acme/digits",
  filter: RunEvent.metric("loss").avg(2).gt(1).and(RunEvent.name.contains("good")),
}).then(new DoNothing());
`;

function project(): string {
  const rows = ["a", "b"].flatMap((run) =>
    [0.5, 2, 0.5, 3].map((loss, i) =>
      JSON.stringify({ run, _step: i, _timestamp: 1.7e9 + i * 86_400, loss }),
    ),
  );
  const runs = [
    { id: "a", display_name: "good" },
    { id: "b", display_name: "bad" },
  ].map((run) => JSON.stringify(run));
  return projectWith({
    "automations.ts": AUTOMATIONS,
    "history.jsonl": `${rows.join("\n")}\n`,
    "runs.jsonl": `${runs.join("\n")}\n`,
  });
}

describe("wandb-automations backtest --engine", () => {
  it("asks DuckDB, with a table of runs for run filters", async () => {
    const flags = ["--engine", "duckdb", "--history", "history.jsonl", "--runs", "runs.jsonl"];
    const { exitCode, out, err } = await runCommand(["backtest", ...flags], { cwd: project() });
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatch(/^2 runs, 8 rows on 4 days/);
    expect(out).toMatch(/\nhigh +3 +1 of 2 /);
    expect(out).toContain("good (a): 3 times, first at step 1");
  });

  it("is told what tells a row's run, and says so where nothing does", async () => {
    const cwd = project();
    const rows = [0.5, 2, 0.5, 3].map((loss, i) => `good,${i},${loss}\n`).join("");
    writeFileSync(join(cwd, "h.csv"), `model,_step,loss\n${rows}`);
    writeFileSync(join(cwd, "h.jsonl"), '{"_step":1,"loss":3}\n');
    const backtest = (...flags: string[]) =>
      runCommand(["backtest", "--engine", "duckdb", ...flags], { cwd });
    for (const file of ["h.csv", "h.jsonl"]) {
      const { exitCode, err } = await backtest("--history", file);
      expect([exitCode, err.replaceAll(/\s+/g, " ")]).toEqual([2, expect.stringContaining("--run-key file")]);
    }
    const told = await backtest("--history", "h.csv", "--run-key", "column=model");
    expect(told.out).toMatch(/^1 run, 4 rows/);
    const byFile = await backtest("--history", "h.jsonl", "--run-key", "file");
    expect(byFile.out).toMatch(/^1 run, 1 row/);
    const wrong = await backtest("--history", "h.csv", "--run-key", "model");
    expect([wrong.exitCode, wrong.err]).toEqual([2, expect.stringContaining("column=name")]);
  });

  it("asks DuckDB for the closest misses where a page is to show them", async () => {
    const cwd = project();
    writeFileSync(join(cwd, "automations.ts"), AUTOMATIONS.replace("gt(1)", "gt(9)"));
    const flags = ["--engine", "duckdb", "--history", "history.jsonl", "--runs", "runs.jsonl"];
    const { err } = await runCommand(["backtest", ...flags, "--html", "report.html"], { cwd });
    expect(err).toBe("");
    expect(readFileSync(join(cwd, "report.html"), "utf8")).toContain("the closest was 1.75 at step 3");
  });

  it("writes a job for Spark, and reports what it wrote", async () => {
    const cwd = project();
    const flags = ["--engine", "spark", "--history", "s3://data/*.jsonl", "--emit", "job"];
    const { exitCode, out } = await runCommand(["backtest", ...flags], { cwd });
    expect([exitCode, out]).toEqual([
      0,
      expect.stringContaining("spark-submit --files job/backtest.sql job/job.py"),
    ]);
    expect(readFileSync(join(cwd, "job/backtest.sql"), "utf8")).toContain("s3://data/*.jsonl");
    expect(readFileSync(join(cwd, "job/README.md"), "utf8")).toContain("`loss`");
    const odd = await runCommand(["backtest", ...flags.slice(0, -1), "it's a job"], { cwd });
    expect(odd.out).toContain(`--files 'it'\\''s a job/backtest.sql' 'it'\\''s a job/job.py'`);
    const json = await runCommand(["backtest", ...flags, "--json"], { cwd });
    expectDocument("sparkJob", json.out);
    const unfinished = await runCommand(["backtest", "--engine", "spark", "--read", "job"], { cwd });
    expect([unfinished.exitCode, unfinished.err]).toEqual([
      2,
      expect.stringContaining("no result of a Spark job"),
    ]);
  });

  it.each([
    [["--engine", "spark", "--history", "a.jsonl"], "--engine spark needs --emit or --read"],
    [["--engine", "spark", "--read", "r", "--history", "a.jsonl"], "takes no --history"],
    [["--engine", "duckdb", "--project", "acme/digits"], "--engine duckdb reads files"],
    [["--engine", "duckdb", "--history", "run.wandb"], "a database reads Parquet, JSONL or CSV"],
    [
      ["--history", "history.jsonl", "--runs", "runs.jsonl"],
      "--runs and --run-key go with --engine duckdb or spark",
    ],
    [
      ["--history", "history.jsonl", "--run-key", "file"],
      "--runs and --run-key go with --engine duckdb or spark",
    ],
    [["--history", "history.jsonl", "--emit", "job"], "--emit and --read go with --engine spark only"],
    [["--engine", "flink", "--history", "history.jsonl"], "Allowed choices are local, duckdb, spark"],
  ])("refuses %j", async (flags, message) => {
    const cwd = project();
    writeFileSync(join(cwd, "run.wandb"), "");
    const { exitCode, err } = await runCommand(["backtest", ...flags], { cwd });
    expect([exitCode, err.replaceAll(/\s+/g, " ")]).toEqual([2, expect.stringContaining(message)]);
  });
});
