import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  DoNothing,
  FilterableField,
  type NewAutomation,
  OnRunMetric,
  OnRunState,
  or,
  RunEvent,
} from "wandb-automations";
import { type BacktestSource, backtest, readSparkResult } from "wandb-automations/sql";
import { toCompiledList } from "../../../src/evaluate/evaluable.js";
import { writeResult } from "../../sql/write-result.js";

const folder = mkdtempSync(path.join(tmpdir(), "without-runs-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => path.join(folder, name);
writeFileSync(at("history.jsonl"), JSON.stringify({ run: "a", _step: 0, _timestamp: 1.7e9, loss: 2 }));
writeFileSync(at("runs.jsonl"), JSON.stringify({ id: "a", config: { lr: 1 }, state: "finished" }));

const history = { format: "jsonl", files: at("history.jsonl") } as const;
const runs = { format: "jsonl", files: at("runs.jsonl") } as const;
const scope = "acme/vision";
const loss = RunEvent.metric("loss").gt(1);
const where = (run: ReturnType<typeof or>) =>
  new OnRunMetric({ scope, filter: loss.and(run) }).then(new DoNothing());
const onState = (state: "running" | "finished" | "failed") =>
  new OnRunState({ scope, filter: RunEvent.state.eq(state) }).then(new DoNothing());

async function warned(automations: readonly NewAutomation[], source: BacktestSource = { history }) {
  const { warnings } = await backtest([...automations], source);
  return warnings;
}

describe("a backtest without a runs table", () => {
  it("warns that no run has the fields that run filters look at", async () => {
    const rate = RunEvent.field("config.lr").lt(2);
    const named = RunEvent.name.contains("good");
    expect(await warned([where(or(rate, named)), where(or(rate))])).toEqual([
      {
        code: "no_runs_table",
        message:
          "Automation 1: its run filter looks at config.lr, display_name, which only a runs table tells, and none was given",
      },
      {
        code: "no_runs_table",
        message:
          "Automation 2: its run filter looks at config.lr, which only a runs table tells, and none was given",
      },
    ]);
  });

  it("warns that no run has the state that runs end in", async () => {
    expect(await warned([onState("running"), onState("finished")])).toEqual([
      {
        code: "no_runs_table",
        message:
          "Automation 2: it waits for the state that runs end in, which only a runs table tells, and none was given",
      },
    ]);
  });

  it("says nothing where the runs' rows tell all that is asked", async () => {
    const [off] = toCompiledList(where(or(RunEvent.field("config.lr").lt(2))));
    const told = toCompiledList([where(or(new FilterableField("name").eq("a"))), onState("running")]);
    const { warnings } = await backtest([...told, { ...off!, enabled: false }], { history });
    expect(warnings).toEqual([]);
  });

  it("says nothing of fields that no table of runs could have", async () => {
    const { warnings, outcomes } = await backtest(where(or(RunEvent.field("confg.lr").lt(2))), { history });
    expect(warnings).toEqual([]);
    expect(outcomes[0]!.notes).toContain('runs have no field "confg.lr": it counts as missing');
  });

  it("says nothing where there is a table", async () => {
    const automations = [where(or(RunEvent.field("config.lr").lt(2))), onState("finished")];
    expect(await warned(automations, { history, runs })).toEqual([]);
  });

  it("warns of the same where the result of a Spark job is read", async () => {
    const automations = toCompiledList([where(or(RunEvent.field("config.lr").lt(2))), onState("finished")]);
    await writeResult(automations, { history }, at("result"));
    expect(await readSparkResult(at("result"))).toEqual(await backtest(automations, { history }));
    await writeResult(automations, { history, runs }, at("told"));
    expect((await readSparkResult(at("told"))).warnings).toEqual([]);
  });
});
