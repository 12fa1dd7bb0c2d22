import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  DoNothing,
  FilterableField,
  MetricThresholdFilter,
  OnRunMetric,
  OnRunState,
  StateFilter,
} from "wandb-automations";
import {
  type CompiledAutomation,
  dryRun,
  type HistoryRow,
  type RunHistory,
} from "wandb-automations/evaluate";
import { readJsonFile, readParquetFiles } from "wandb-automations/history";
import { type BacktestSource, backtest, emitSparkJob, readSparkResult } from "wandb-automations/sql";
import { toCompiledList } from "../../src/evaluate/evaluable.js";
import { compileRegex } from "../../src/evaluate/filter/regex.js";
import { statements } from "../../src/sql/query/cte.js";
import { planQuery } from "../../src/sql/query/plan.js";
import { queriesFor } from "../../src/sql/query/queries.js";
import { intoFolder } from "../../src/sql/spark/spark-script.js";
import { spark } from "../../src/sql/text/spark-dialect.js";
import {
  comparableCounts,
  comparableFirings,
  firedRuns,
  gapsOf,
  wholeVerdict,
} from "../sql/compare-verdicts.js";
import { type RecordedRun, readEvalCases, toJsonLines, toRunInfo } from "../sql/eval-cases.js";
import { writeExports } from "../sql/export-files.js";
import { FILTERED_RUNS, FILTERS, filteredAutomations } from "../sql/filter-cases.js";
import { PATTERNS, TEXTS } from "../sql/patterns.js";
import { randomCase } from "../sql/random-cases.js";
import { jsonLines } from "./json-lines.js";
import { SparkSession } from "./session.js";
import { sparkSql } from "./spark-sql.js";

const folder = mkdtempSync(path.join(tmpdir(), "spark-"));
const session = new SparkSession();
/** Histories in which windows of many values fill, and few values are far from the others. */
const LONG = { rows: 400, windows: [5, 70], oddIn: 300 } as const;
afterAll(() => {
  session.close();
  rmSync(folder, { recursive: true });
});

/** A job's folders, and the files of its source. */
function place(name: string, runs: readonly RecordedRun[]) {
  const at = (part: string) => path.join(folder, name, part);
  mkdirSync(at(""), { recursive: true });
  const lines = toJsonLines(runs);
  writeFileSync(at("history.jsonl"), lines.history);
  writeFileSync(at("runs.jsonl"), lines.runs);
  const source: BacktestSource = {
    history: { format: "jsonl", files: at("history.jsonl") },
    runs: { format: "jsonl", files: at("runs.jsonl") },
  };
  return { source, folder: at("job"), workFolder: at("work"), resultFolder: at("result") };
}

/** Satisfied steps by automation and run, which are in no result: asked of the steps that the job left. */
async function satisfiedSteps(automations: readonly CompiledAutomation[], job: ReturnType<typeof place>) {
  const queries = queriesFor(planQuery(automations), job.source, spark);
  const { steps } = queries.firings(queries.history);
  const select = `SELECT s.automation, s.run, c.step FROM satisfied AS s JOIN candidates AS c
ON c.automation = s.automation AND c.run = s.run AND c.place = s.place ORDER BY s.automation, s.run, s.place`;
  const result = path.join(job.resultFolder, "satisfied");
  await session.sql(intoFolder(result, "json", statements({ steps, select }).at(-1)!.sql));
  const found = new Map<string, number[]>();
  for (const { automation, run, step } of jsonLines<{ automation: number; run: string; step: number }>(
    result,
  )) {
    const key = `${automation} ${run}`;
    found.set(key, [...(found.get(key) ?? []), step]);
  }
  return found;
}

describe("Spark", () => {
  it("fires in eval.json where the exact evaluator says, and holds at the same steps", async () => {
    const cases = readEvalCases({ ownProjects: true });
    const automations = toCompiledList(cases.map(({ automation }) => automation));
    const runs = cases.flatMap((one) => one.runs);
    const job = place("eval", runs);
    await emitSparkJob(automations, job);
    await session.job(job.folder);
    const verdict = await readSparkResult(job.resultFolder, { maxOutcomes: 1e6 });

    for (const [index, { fires }] of cases.entries()) {
      const fired = verdict.firings.filter(({ automation }) => automation.index === index);
      expect(fired.map(({ run, step }) => ({ run: run?.id, step }))).toEqual(fires);
    }
    const steps = await satisfiedSteps(automations, job);
    const expected = cases.flatMap(({ satisfied }, index) =>
      Object.entries(satisfied).flatMap(([run, at]) =>
        at.length > 0 ? [[`${index} ${run}`, at] as const] : [],
      ),
    );
    expect(Object.fromEntries(steps)).toEqual(Object.fromEntries(expected));
    const onDuckDb = await backtest(automations, job.source, { maxOutcomes: 1e6 });
    expect(comparableFirings(verdict)).toEqual(comparableFirings(onDuckDb));
    expect(comparableCounts(verdict)).toEqual(comparableCounts(onDuckDb));
  });

  it("runs a job on Parquet exports with several partitions, their runs table and run states, and the same as a script", async () => {
    const job = place("exports", []);
    const rows = (count: number, seed: number): HistoryRow[] =>
      Array.from({ length: count }, (_, i) => ({
        _step: i,
        _timestamp: 1.7e9 + i * 7200,
        ...(i % 7 === 3 ? {} : { loss: ((i * 37 + seed * 11) % 50) / 10 }),
      }));
    const [a, b] = [rows(150, 1), rows(100, 2)];
    const files = [
      ...writeExports(path.join(folder, "exports"), "acme_vision_a", [a.slice(0, 60), [...a.slice(50, 150)]]),
      ...writeExports(path.join(folder, "exports"), "acme_vision_b", [b.slice(70), b.slice(0, 70)]),
    ];
    const infos = [
      { id: "a", entity: "acme", project: "vision", state: "finished", display_name: "good" },
      { id: "b", entity: "acme", project: "vision", state: "crashed", display_name: "bad" },
    ];
    writeFileSync(
      path.join(folder, "exports", "runs.jsonl"),
      infos.map((run) => `${JSON.stringify(run)}\n`).join(""),
    );
    const scope = "acme/vision";
    const metric = new MetricThresholdFilter({
      name: "loss",
      agg: "average",
      window: 3,
      cmp: ">",
      threshold: 2.5,
    });
    const automations = [
      new OnRunMetric({ scope, filter: metric }).then(new DoNothing()),
      new OnRunMetric({
        scope,
        filter: metric.and(new FilterableField("display_name").matchesRegex("(?i)^GOOD$")),
      }).then(new DoNothing()),
      new OnRunState({ scope, filter: new StateFilter({ states: ["failed", "running"] }) }).then(
        new DoNothing(),
      ),
    ];
    const source: BacktestSource = {
      history: { format: "parquet", files: path.join(folder, "exports", "*.runhistory.parquet") },
      runs: job.source.runs!,
    };
    await emitSparkJob(automations, { ...job, source });
    await session.job(job.folder);
    const verdict = await readSparkResult(job.resultFolder);
    const script = { ...place("script", []), source };
    await emitSparkJob(automations, script);
    await sparkSql(path.join(script.folder, "backtest.sql"), folder);
    expect(await readSparkResult(script.resultFolder)).toEqual(verdict);
    const read = await readParquetFiles(files);
    const recorded = read.map(({ run, rows }) => ({
      run: toRunInfo(infos.find(({ id }) => run.id.endsWith(id))!),
      rows,
    }));
    const evaluated = await dryRun(automations, recorded);
    expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
    expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
    const options = { partialWindows: "evaluate" } as const;
    const partial = { ...place("partial", []), source, ...options, closest: true };
    await emitSparkJob(automations[0]!, partial);
    await session.job(partial.folder);
    const early = await readSparkResult(partial.resultFolder);
    const expected = await dryRun(automations[0]!, recorded, options);
    expect({ ...wholeVerdict(early), warnings: {} }).toEqual(wholeVerdict(expected));
    expect(gapsOf(early)).toEqual(gapsOf(expected));
    expect(early.firings).not.toEqual(verdict.firings);
    expect(verdict.warnings).toEqual([
      {
        code: "went_back",
        run: "acme_vision_a",
        step: 50,
        message: "9 rows were dropped: their steps went back, the lowest to 50",
      },
    ]);
  });

  it("lets the same runs through as the evaluator, by every operator of run filters", async () => {
    const automations = filteredAutomations();
    const job = place("filters", FILTERED_RUNS);
    await emitSparkJob(automations, job);
    await session.job(job.folder);
    const runs = FILTERED_RUNS.map(({ run, rows }) => ({ run: toRunInfo(run), rows }));
    const [found, evaluated] = [
      firedRuns(await readSparkResult(job.resultFolder)),
      firedRuns(await dryRun(automations, runs)),
    ];
    const named = (fired: readonly string[][]) =>
      FILTERS.map((filter, i) => [JSON.stringify(filter), fired[i]]);
    expect(named(found)).toEqual(named(evaluated));
  });

  it("finds a metric that only some of the files have", async () => {
    const job = place("sparse", []);
    const rows = (key: string): HistoryRow[] =>
      Array.from({ length: 20 }, (_, i) => ({ _step: i, _timestamp: 1.7e9 + i * 60, [key]: i }));
    const exports = path.join(folder, "sparse");
    const names = ["a", "b", "c"];
    const files = names.flatMap((name) =>
      writeExports(exports, `acme_vision_${name}`, [rows(name === "b" ? "loss" : "accuracy")]),
    );
    const filter = (name: string) => new MetricThresholdFilter({ name, cmp: ">", threshold: 11.5 });
    const automations = ["loss", "accuracy"].map((name) =>
      new OnRunMetric({ scope: "acme/vision", filter: filter(name) }).then(new DoNothing()),
    );
    const source: BacktestSource = {
      history: { format: "parquet", files: path.join(exports, "*.runhistory.parquet") },
    };
    await emitSparkJob(automations, { ...job, source });
    await session.job(job.folder);
    const verdict = await readSparkResult(job.resultFolder);
    const read = await readParquetFiles(files);
    const evaluated = await dryRun(
      automations,
      read.map(({ run, rows }) => ({ run: { ...run, entity: "acme", project: "vision" }, rows })),
    );
    expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
    expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
    expect(verdict.firings.map(({ run, step }) => `${run?.id} ${step}`).sort()).toEqual([
      "a 12",
      "b 12",
      "c 12",
    ]);
  });

  it("reads only the files of few firing runs a second time, and finds windows that begin with a run", async () => {
    const job = place("few", []);
    const exports = path.join(folder, "few");
    const quiet = Array.from({ length: 12 }, (_, i) => `quiet${i}`);
    const rows = (first: number, values: readonly number[]): HistoryRow[] =>
      values.map((loss, i) => ({ _step: first + i * 3, _timestamp: 1.7e9 + (first + i) * 50_000, loss }));
    // Rows fire at a run's first window, later, in another file, after a NaN, and too close to the limit to say.
    const loud = [...rows(1000, [9, 8, 9.5, 1, 1, Number.NaN, 1]), ...rows(1021, [0.1, 8.1, 9.1])];
    const close = rows(7, [0.1, 0.2, 8.4, 8.4, 0.1, 0.3, 8.3, 8.6]);
    const files = [
      ...writeExports(exports, "acme_vision_loud", [loud.slice(0, 5), loud.slice(5)]),
      ...writeExports(exports, "acme_vision_close", [close]),
      ...quiet.flatMap((name) => writeExports(exports, `acme_vision_${name}`, [rows(5, [1, 2, 1, 2])])),
    ];
    const watch = (agg: "average" | "max", window: number, threshold: number) =>
      new OnRunMetric({
        scope: "acme/vision",
        filter: new MetricThresholdFilter({ name: "loss", agg, window, cmp: ">=", threshold }),
      }).then(new DoNothing());
    const source: BacktestSource = {
      history: { format: "parquet", files: path.join(exports, "*.runhistory.parquet"), steps: "unique" },
    };
    const read = await readParquetFiles(files);
    const runs = read.map(({ run, rows }) => ({ run: { ...run, entity: "acme", project: "vision" }, rows }));
    const [long, short] = [watch("average", 3, 5.6), watch("average", 2, 4.3)];
    for (const { automations, fired } of [
      { automations: [long, short], fired: ["loud 1006", "close 13"] },
      { automations: [long, watch("max", 2, 9.1)], fired: ["loud 1006", "close 16"] },
    ]) {
      await emitSparkJob(automations, { ...job, source });
      await session.job(job.folder);
      const verdict = await readSparkResult(job.resultFolder);
      const evaluated = await dryRun(automations, runs);
      expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
      expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
      expect(verdict.firings.map(({ run, step }) => `${run?.id} ${step}`)).toEqual(
        expect.arrayContaining(fired),
      );
    }
  });

  it("finds RE2's patterns in the same texts", async () => {
    const result = path.join(folder, "patterns");
    const texts = TEXTS.map((text) => spark.text(text)).join(", ");
    const found = PATTERNS.map((pattern) => spark.matches("t", pattern)).join(", ");
    await session.sql(
      intoFolder(
        result,
        "json",
        `SELECT t, array(${found}) AS found FROM (SELECT explode(array(${texts})) AS t) AS texts`,
      ),
    );
    const answers = jsonLines<{ t: string; found: boolean[] }>(result).map(({ t, found }) => [t, found]);
    const expected = TEXTS.map((text) => [text, PATTERNS.map((pattern) => compileRegex(pattern)(text))]);
    expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(expected));
  });

  it.each([
    ["whatever names and texts are in them", 30, 12, {}, ["wait"]],
    ["with windows that are read once more where a row is in doubt", 8, 6, LONG, ["wait", "evaluate"]],
  ] as const)(
    "agrees with the evaluator on random histories, %s",
    async (title, automations, runs, sizes, partialWindows) => {
      const samples = fc.record({
        random: randomCase(automations, runs, sizes),
        nan: fc.constantFrom("propagate" as const, "skip" as const),
        partialWindows: fc.constantFrom(...partialWindows),
      });
      const [sample] = fc.sample(samples, {
        numRuns: 1,
        ...(process.env.SEED ? { seed: Number(process.env.SEED) } : {}),
      });
      const { random, ...options } = sample!;
      const name = title.replaceAll(" ", "-");
      const job = { ...place(name, random.runs), ...options };
      await emitSparkJob(random.automations, job);
      await session.job(job.folder);
      const verdict = await readSparkResult(job.resultFolder);
      const infos = new Map(random.runs.map(({ run }) => [run.id, toRunInfo(run)]));
      const read = await readJsonFile(path.join(folder, name, "history.jsonl"), { runKey: "run" });
      const source = read.map(({ run, rows }): RunHistory => ({ run: infos.get(run.id)!, rows }));
      const evaluated = await dryRun(random.automations, source, options);
      expect(comparableFirings(verdict)).toEqual(comparableFirings(evaluated));
      expect(comparableCounts(verdict)).toEqual(comparableCounts(evaluated));
    },
  );
});
