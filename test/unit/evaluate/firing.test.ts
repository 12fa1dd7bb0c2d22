import { describe, expect, it } from "vitest";
import { dryRun, type Firing } from "wandb-automations/evaluate";
import { losses, onState, RUN, threshold } from "./automations.js";

const HOUR = 3600;
const stepsOf = (firings: readonly Firing[]) => firings.map(({ step }) => step);

describe("the 24-hour rule", () => {
  const rowsAt = (...hours: (number | undefined)[]) =>
    hours.map((hour, _step) => ({
      _step,
      loss: 2,
      ...(hour === undefined ? {} : { _timestamp: 1.8e9 + hour * HOUR }),
    }));

  it("lets an automation fire again once a day has passed since it fired", async () => {
    const verdict = await dryRun(threshold(), { run: RUN, rows: rowsAt(0, 23.9, 24, 30, 47.9, 48.5) });
    expect(stepsOf(verdict.firings)).toEqual([0, 2, 5]);
    expect(verdict.outcomes).toMatchObject([
      { firings: 3, satisfied: 6, blockers: [{ kind: "cooldown", count: 3 }] },
    ]);
  });

  it("counts rows without timestamps as inside the same day", async () => {
    expect(
      stepsOf((await dryRun(threshold(), { run: RUN, rows: rowsAt(0, undefined, 25) })).firings),
    ).toEqual([0, 2]);
    expect(
      stepsOf((await dryRun(threshold(), { run: RUN, rows: rowsAt(undefined, undefined, 99) })).firings),
    ).toEqual([0]);
  });

  it("holds for every run and every automation by itself", async () => {
    const history = ["a", "b"].map((id) => ({ run: { ...RUN, id }, rows: losses(2, 2) }));
    const verdict = await dryRun([threshold(), threshold({ threshold: 1.5 })], history);
    expect(verdict.firings.map(({ run, automation }) => [run?.id, automation.index])).toEqual([
      ["a", 0],
      ["a", 1],
      ["b", 0],
      ["b", 1],
    ]);
    expect(verdict.automations).toMatchObject([
      { firings: 2, runs: 2, runsFired: 2 },
      { firings: 2, runs: 2, runsFired: 2 },
    ]);
  });

  it("tells runs of one id in different projects apart", async () => {
    const scope = { kind: "team", scopeType: "ENTITY", entity: "acme" } as const;
    const history = ["vision", "speech"].map((project) => ({ run: { ...RUN, project }, rows: losses(2) }));
    expect((await dryRun(threshold({}, { scope }), history)).firings).toHaveLength(2);
  });
});

describe("steps", () => {
  it("that come twice are one row, of which the later values count", async () => {
    const rows = [
      { _step: 0, loss: 9 },
      { _step: 0, loss: 0, other: 1 },
      { _step: 1, loss: 2 },
      { _step: 1, other: 1 },
    ];
    const verdict = await dryRun(threshold(), { run: RUN, rows });
    expect(stepsOf(verdict.firings)).toEqual([1]);
    expect(verdict.outcomes).toMatchObject([{ logged: 2 }]);
    expect(verdict.warnings).toEqual([]);
  });

  it("that come twice at the border of a batch are one row as well", async () => {
    const rows = losses(...Array.from({ length: 1024 }, () => 0));
    rows.push({ _step: 1023, loss: 5 }, { _step: 1023, loss: 0 }, { _step: 1024, loss: 0 });
    rows[1023] = { _step: 1023, loss: 7 };
    const verdict = await dryRun(threshold(), { run: RUN, rows });
    expect(verdict.fired).toBe(false);
    expect(verdict.outcomes).toMatchObject([{ logged: 1025, closest: { compared: 0 } }]);
  });

  it("that go back or aren't integers are dropped with a warning", async () => {
    const rows = [
      { _step: 5, loss: 0 },
      { _step: 4, loss: 9 },
      { _step: 5.5, loss: 9 },
      { _step: "6", loss: 9 },
      { _step: 5, loss: 2 },
    ];
    const verdict = await dryRun(threshold(), { run: RUN, rows });
    expect(stepsOf(verdict.firings)).toEqual([5]);
    expect(verdict.warnings).toMatchObject([
      { code: "went_back", step: 4, run: "r1" },
      { code: "bad_step", run: "r1" },
      { code: "bad_step", run: "r1" },
    ]);
  });

  it("may be missing", async () => {
    const { firings } = await dryRun(threshold(), { run: RUN, rows: [{ loss: 0 }, { loss: 3 }] });
    expect(firings).toMatchObject([{ compared: 3 }]);
    expect(firings[0]).not.toHaveProperty("step");
  });
});

describe("a run's state", () => {
  const ended = (state: string) => ({ run: { ...RUN, state }, rows: losses(1, 2) });

  it.each([
    ["running", "running", true],
    ["finished", "finished", true],
    ["failed", "failed", true],
    ["failed", "crashed", true],
    ["failed", "killed", false],
    ["finished", "failed", false],
  ])("an automation on %s and a run that ended %s: %s", async (watched, state, fires) => {
    const verdict = await dryRun(onState([watched.toUpperCase()]), ended(state));
    expect(verdict.fired).toBe(fires);
    if (!fires)
      expect(verdict.outcomes).toMatchObject([{ blockers: [{ kind: "state", states: ["running", state] }] }]);
  });

  it("starts before what the second row makes fire, and ends after what the last one does", async () => {
    const history = { run: { ...RUN, state: "finished" }, rows: losses(0, 2) };
    const automations = [onState(["FINISHED"]), threshold(), onState(["RUNNING"])];
    const { firings } = await dryRun(automations, history);
    expect(firings.map(({ automation }) => automation.index)).toEqual([2, 1, 0]);
  });

  it("changes to running with the first row, and to the last state with the last", async () => {
    const verdict = await dryRun([onState(["RUNNING"]), onState(["FINISHED"])], ended("finished"));
    expect(verdict.firings).toMatchObject([
      { automation: { index: 0 }, state: "running", timestamp: 1.8e9 },
      { automation: { index: 1 }, state: "finished", timestamp: 1.8e9 + 60, step: 1 },
    ]);
  });

  it("fires once in 24 hours like every run event", async () => {
    const verdict = await dryRun(onState(["RUNNING", "FINISHED"]), ended("finished"));
    expect(verdict.firings).toMatchObject([{ state: "running" }]);
    expect(verdict.outcomes).toMatchObject([{ satisfied: 2, blockers: [{ kind: "cooldown", count: 1 }] }]);
  });

  it("of a run without rows is known too", async () => {
    const history = { run: { ...RUN, state: "failed" }, rows: [] };
    expect((await dryRun(onState(["FAILED"]), history)).firings).toMatchObject([{ state: "failed" }]);
  });
});

describe("a resumed run", () => {
  const average = threshold({ agg_op: "AVERAGE", window_size: 3 });
  const rows = losses(2, 2, 2, 2);
  const parts = [
    { run: { ...RUN, state: "crashed" }, rows: rows.slice(0, 2) },
    { run: { ...RUN, id: "other" }, rows: losses(0) },
    { run: { ...RUN, state: "finished" }, rows: rows.slice(2) },
  ];

  it("goes on with the windows it had", async () => {
    const verdict = await dryRun(average, parts, { collect: "satisfied" });
    expect(verdict.outcomes).toMatchObject([
      { run: { id: "other" }, satisfied: 0 },
      { run: { id: "r1" }, logged: 4, satisfiedSteps: [2, 3], firings: 1 },
    ]);
  });

  it("starts with empty ones if that is asked for", async () => {
    const verdict = await dryRun(average, parts, { resetOnResume: true, collect: "satisfied" });
    expect(verdict.outcomes.at(-1)).toMatchObject({ logged: 4, satisfiedSteps: [] });
  });

  it("changes to running again", async () => {
    const verdict = await dryRun(onState(["RUNNING", "FAILED", "FINISHED"]), parts);
    expect(verdict.outcomes.at(-1)).toMatchObject({ logged: 4, satisfied: 4 });
  });

  it("drops rows from before it was resumed, and merges the step it was at", async () => {
    const again = [
      { run: RUN, rows: losses(0, 0, 9) },
      {
        run: RUN,
        rows: [
          { _step: 1, loss: 5 },
          { _step: 2, loss: 0 },
          { _step: 2, other: 1 },
          { _step: 3, loss: 0 },
        ],
      },
    ];
    const verdict = await dryRun(threshold({ agg_op: "SUM", window_size: 2 }), again, {
      collect: "satisfied",
    });
    expect(verdict.outcomes).toMatchObject([{ logged: 4, satisfiedSteps: [2] }]);
    expect(verdict.warnings).toMatchObject([{ code: "went_back", step: 1 }]);
  });
});

describe("system metrics", () => {
  const history = () => {
    const read: string[] = [];
    const rowsOf = (name: string, rows: readonly Record<string, unknown>[]) => ({
      *[Symbol.iterator]() {
        read.push(name);
        yield* rows;
      },
    });
    const systemRows = rowsOf("system", [{ _timestamp: 1.8e9 + 15, cpu: 99 }]);
    return { read, history: { run: RUN, rows: rowsOf("rows", losses(2)), systemRows } };
  };

  it("are watched like logged ones", async () => {
    const given = history();
    const { firings } = await dryRun(threshold({ name: "cpu", threshold: 90 }), given.history);
    expect(firings).toMatchObject([{ metric: "cpu", timestamp: 1.8e9 + 15 }]);
    expect(firings[0]).not.toHaveProperty("step");
  });

  it("aren't read where no automation needs them", async () => {
    const given = history();
    await dryRun(threshold(), given.history);
    expect(given.read).toEqual(["rows"]);
  });
});

describe("dryRun", () => {
  it("takes async rows, async sources and nothing at all", async () => {
    async function* rows() {
      yield* losses(0, 2);
    }
    async function* source() {
      yield { run: RUN, rows: rows() };
    }
    expect(stepsOf((await dryRun(threshold(), source())).firings)).toEqual([1]);
    expect((await dryRun(threshold(), [])).outcomes).toEqual([]);
    expect((await dryRun([], source())).fired).toBe(false);
  });

  it("stops when it is aborted, also in the middle of rows at hand", async () => {
    const controller = new AbortController();
    function* rows() {
      for (let _step = 0; ; _step++) {
        if (_step === 10) setTimeout(() => controller.abort(new Error("enough")));
        yield { _step, loss: 0 };
      }
    }
    const endless = dryRun(threshold(), { run: RUN, rows: rows() }, { signal: controller.signal });
    await expect(endless).rejects.toThrow("enough");
  });

  it("closes what it reads when it stops early", async () => {
    let closed = false;
    function* source() {
      try {
        yield { run: RUN, rows: losses(1) };
        yield {} as never;
      } finally {
        closed = true;
      }
    }
    await expect(dryRun(threshold(), source())).rejects.toMatchObject({ code: "EVALUATION" });
    expect(closed).toBe(true);
  });

  it.each([[null], [3], [{ run: "r1" }], [{ run: { id: "r" }, rows: 3 }]])(
    "refuses %j as a history",
    async (given) => {
      await expect(dryRun(threshold(), given as never)).rejects.toMatchObject({ code: "EVALUATION" });
    },
  );

  it.each([[undefined], ["loss > 3"], [{ event: {} }]])("refuses %j as an automation", async (given) => {
    await expect(dryRun([given] as never, [])).rejects.toMatchObject({ code: "EVALUATION" });
  });

  it("lists no more outcomes than it is allowed to", async () => {
    const history = ["a", "b", "c"].map((id) => ({ run: { ...RUN, id }, rows: losses(2) }));
    const verdict = await dryRun(threshold(), history, { maxOutcomes: 2 });
    expect(verdict.outcomes).toHaveLength(2);
    expect(verdict.outcomesOmitted).toBe(1);
    expect(verdict.automations).toMatchObject([{ firings: 3, runs: 3, runsFired: 3 }]);
  });
});
