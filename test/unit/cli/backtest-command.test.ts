import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { projectWith } from "../files/project-files.js";
import { emulatedServer } from "./emulated-server.js";
import { expectDocument } from "./expect-document.js";
import { runCommand } from "./run-command.js";

const AUTOMATIONS = `import { DoNothing, OnCreateArtifact, OnRunMetric, OnRunState, RunEvent } from "wandb-automations";
const nothing = new DoNothing();
const scope = "acme/digits";
export const accurate = new OnRunMetric({ scope, filter: RunEvent.metric("val/accuracy").gt(0.95) }).then(nothing);
export const highLoss = new OnRunMetric({ scope, filter: RunEvent.metric("train/loss").max(5).gt(3) }).then(nothing);
export const created = new OnCreateArtifact({ scope: "acme/digits/models" }).then(nothing);
`;
const RUNS = resolve("examples/runs/*.wandb");
const cwd = () => projectWith({ "automations.ts": AUTOMATIONS });

describe("wandb-automations backtest", () => {
  it("says how often each fires, on which runs, and what it leaves out, in 80 columns", async () => {
    const { exitCode, out } = await runCommand(["backtest", "--history", RUNS], { cwd: cwd() });
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^6 runs, \d+ rows on 1 day, 2026-11-21\n\nautomation +firings +runs hit +per day +busiest day\n/,
    );
    expect(out).toMatch(/\naccurate +1 +1 of 6 +1 +1 on 2026-11-21\n/);
    expect(out).toMatch(/\nhigh-loss +4 +4 of 6 +4 +4 on 2026-11-21\n/);
    expect(out).toContain("  fast-lr (l99sqqu9): once, first at step 134, 2026-11-21T09:45:49Z\n");
    expect(out).toContain("left out, because runs hold no events of artifacts: created");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("fails where one is noisier than the budget allows", async () => {
    const over = await runCommand(["backtest", "--history", RUNS, "--max-firings-per-day", "3"], {
      cwd: cwd(),
    });
    expect(over.exitCode).toBe(1);
    expect(over.out).toContain("Over the budget of 3 a day: high-loss.\n");
    const kept = await runCommand(["backtest", "--history", RUNS, "--max-firings-per-day", "4"], {
      cwd: cwd(),
    });
    expect([kept.exitCode, kept.out.trimEnd().split("\n").at(-1)]).toEqual([
      0,
      "All keep within the budget of 4 a day.",
    ]);
  });

  it("writes JSON, Markdown and a page with the curves", async () => {
    const folder = cwd();
    const files = ["--md", "out/report.md", "--html", "out/report.html"];
    const run = await runCommand(["backtest", "--history", RUNS, "--json", ...files], { cwd: folder });
    expectDocument("backtest", run.out);
    expect(run.json()).toMatchObject({
      command: "backtest",
      ok: true,
      schema: "wandb-automations/firing-rates/1",
      span: { runs: 6, days: 1 },
      automations: [
        {
          automation: { name: "accurate" },
          firings: 1,
          runsHit: 1,
          hits: [{ run: { displayName: "fast-lr" }, step: 134 }],
        },
        { automation: { name: "high-loss" }, firings: 4 },
      ],
      skipped: ["created"],
    });
    expect(readFileSync(join(folder, "out/report.md"), "utf8")).toContain("| accurate | 1 | 1 of 6 | 1 |");
    const page = readFileSync(join(folder, "out/report.html"), "utf8");
    // Each run's curve, not only the window at its firing.
    expect(page.match(/<path /g)!.length).toBeGreaterThan(6);
    expect(page).toContain("never-finishes");
  });

  it("tries the same other settings of several, and leaves out those that haven't them", async () => {
    const folder = projectWith({
      "automations.ts": `${AUTOMATIONS}
export const failed = new OnRunState({ scope, filter: RunEvent.state.eq("failed") }).then(nothing);
export const lowLoss = new OnRunMetric({ scope, filter: RunEvent.metric("train/loss").min(3).lt(0.1) }).then(nothing);
`,
    });
    const files = ["--md", "sweep.md", "--html", "sweep.html"];
    const argv = ["backtest", "--history", RUNS, "--sweep", "window=5,10"];
    const run = await runCommand([...argv, ...files], { cwd: folder });
    expect(run.exitCode).toBe(0);
    expect(run.out).toMatch(/^high-loss: [\s\S]*\n\nlow-loss: minimum of the last 3/);
    expect(run.out).toContain("! left out, because runs hold no events of artifacts: created\n");
    expect(run.out).toContain(
      "! left out, accurate: window has no effect: without an aggregation the latest",
    );
    expect(run.out).toContain("! left out, failed: only conditions on a metric have settings to try\n");
    for (const line of run.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    const markdown = readFileSync(join(folder, "sweep.md"), "utf8");
    expect(markdown.match(/^# .*$/gm)).toEqual(["# Sweep of high-loss", "# Sweep of low-loss"]);
    const page = readFileSync(join(folder, "sweep.html"), "utf8");
    expect(page).toContain("Sweep of 2 automations");
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(4);
    expect(new Set(ids).size).toBe(ids.length);
    const json = await runCommand([...argv, "--json"], { cwd: folder });
    expectDocument("sweep", json.out);
    expect(json.json()).toMatchObject({
      schema: "wandb-automations/sweeps/1",
      sweeps: [{ automation: { name: "high-loss" } }, { automation: { name: "low-loss" } }],
      skipped: ["created", "accurate", "failed"],
    });
  });

  it("says which settings keep within a budget, and fails where none does", async () => {
    const argv = [
      "backtest",
      "--history",
      RUNS,
      "--automation",
      "high-loss",
      "--sweep",
      "threshold=2,3,4",
      "window=5",
    ];
    const kept = await runCommand([...argv, "--max-firings-per-day", "4"], { cwd: cwd() });
    expect(kept.out).toMatchInlineSnapshot(`
      "high-loss: maximum of the last 5 values of train/loss > 3
      now (threshold 3, window 5): fires 4 times on 4 of 6 runs, first at step 8

      threshold  window  firings  runs hit  first step  busiest day    budget
              2       5        6    6 of 6           8            6  exceeded
              3       5        4    4 of 6           8            4      kept  ◂ now
              4       5        1    1 of 6           8            1      kept

      2 of 3 settings keep within the budget of 4 a day.

      ! run gesvpo7h: there is no exit record: the run is still going on, was
        killed, or the file was cut
      "
    `);
    expect(kept.exitCode).toBe(0);
    const none = await runCommand([...argv, "--max-firings-per-day", "0", "--json"], { cwd: cwd() });
    expectDocument("sweep", none.out);
    expect([none.exitCode, none.json()]).toMatchObject([
      1,
      { ok: false, maxFiringsPerDay: 0, exceeded: true },
    ]);
  });

  it("tries other settings of one automation", async () => {
    const sweep = ["--automation", "high-loss", "--sweep", "threshold=2,3,4", "window=5,10"];
    const folder = cwd();
    const run = await runCommand(["backtest", "--history", RUNS, ...sweep, "--md", "sweep.md"], {
      cwd: folder,
    });
    expect(run.exitCode).toBe(0);
    expect(run.out).toContain("now (threshold 3, window 5): fires 4 times on 4 of 6 runs, first at step 8");
    expect(run.out).toMatch(/\n +4 +10 +1 +1 of 6 +18/);
    for (const line of run.out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(readFileSync(join(folder, "sweep.md"), "utf8")).toContain("# Sweep of high-loss");
    const json = await runCommand(["backtest", "--history", RUNS, ...sweep, "--json"], { cwd: folder });
    expectDocument("sweep", json.out);
  });

  it.each([
    [[], "There is no history to test on"],
    [["--history", RUNS, "--project", "acme/digits"], "can't be given together"],
    [["--history", RUNS, "--max-runs", "3"], "--max-runs goes with --project only"],
    [["--history", "nowhere/*.wandb"], "no history file matches"],
    [["--history", RUNS, "--automation", "high-los"], "Did you mean high-loss?"],
    [["--history", RUNS, "--automation", "created"], "All of the automations watch artifacts"],
    [["--history", RUNS, "--sweep", "amount=1"], "a threshold condition has no such setting"],
    [["--history", RUNS, "--automation", "accurate", "--sweep", "window=5"], "has no effect"],
    [["--history", RUNS, "--automation", "accurate", "--sweep", "threshold"], "names no values"],
    [["--history", RUNS, "--automation", "accurate", "--sweep", "treshold=1"], "no such setting"],
    [["--history", RUNS, "--max-firings-per-day", "few"], "must be a number, 0 or more"],
    [["--history", RUNS, "--engine", "abacus"], "Allowed choices are local"],
    [["nowhere.ts", "--history", RUNS], "nowhere.ts: there is no such file"],
  ])("refuses %j with exit code 2", async (argv, words) => {
    const { exitCode, err } = await runCommand(["backtest", ...argv], { cwd: cwd() });
    expect(err).toContain(words);
    expect(exitCode).toBe(2);
  });

  it("reads the runs of a project on the server, the latest first", async () => {
    const server = await emulatedServer();
    const argv = ["backtest", "--project", "acme/digits", "--automation", "accurate"];
    const all = await runCommand([...argv, "--json"], { cwd: cwd(), ...server.io });
    expect(all.json()).toMatchObject({
      span: { runs: 3, rows: 6, days: 3 },
      automations: [{ firings: 2, runsHit: 2 }],
    });
    const latest = await runCommand([...argv, "--max-runs", "1", "--json"], { cwd: cwd(), ...server.io });
    expect(latest.json()).toMatchObject({ span: { runs: 1 } });
    const gone = await runCommand(["backtest", "--project", "acme/gone"], { cwd: cwd(), ...server.io });
    expect([gone.exitCode, gone.err]).toEqual([4, expect.stringContaining("acme/gone isn't on the server")]);
  });
});
