import { describe, expect, it } from "vitest";
import {
  createEvaluator,
  dryRun,
  type EvaluatorEvent,
  type HistoryRow,
  type HistoryWarning,
} from "wandb-automations/evaluate";
import { losses, onState, RUN, threshold } from "./automations.js";

const rowOf = (row: HistoryRow, run = RUN): EvaluatorEvent => ({ kind: "row", run, row });
const average = threshold({ agg_op: "AVERAGE", window_size: 3 });

describe("push", () => {
  it("gives what fires, as soon as it does", () => {
    const evaluator = createEvaluator([average, threshold({ threshold: 4 })]);
    const fired = losses(1, 1, 5, 5).map((row) =>
      evaluator.push(rowOf(row)).map(({ automation }) => automation.index),
    );
    expect(fired).toEqual([[], [], [0, 1], []]);
  });

  it("keeps the windows of runs apart", () => {
    const evaluator = createEvaluator(average);
    const other = { ...RUN, id: "r2" };
    for (const row of losses(2, 2)) {
      evaluator.push(rowOf(row));
      evaluator.push(rowOf(row, other));
    }
    const [last] = losses(undefined, undefined, 2).slice(2);
    expect(evaluator.push(rowOf(last!, other))).toMatchObject([{ run: { id: "r2" } }]);
    expect(evaluator.push(rowOf({ ...last!, loss: -99 }))).toEqual([]);
  });

  it("asks run filters about the run as it is now", () => {
    const evaluator = createEvaluator(
      threshold({ agg_op: "SUM", window_size: 2 }, { runFilter: { tags: "watch" } }),
    );
    const tagged = { ...RUN, tags: ["watch"] };
    expect(evaluator.push(rowOf({ _step: 0, loss: 3 }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: 1, loss: 3 }))).toEqual([]);
    // The window was kept meanwhile.
    expect(evaluator.push(rowOf({ _step: 2, loss: 0 }, tagged as typeof RUN))).toMatchObject([
      { values: [3, 0] },
    ]);
  });

  it("takes the values of a step that comes again in place of those there were", () => {
    const evaluator = createEvaluator(threshold({ agg_op: "SUM", window_size: 2, threshold: 5 }));
    expect(evaluator.push(rowOf({ _step: 0, loss: 2 }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: 1, loss: 2 }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: 1, other: 9 }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: 1, loss: 4 }))).toMatchObject([
      { step: 1, values: [2, 4], compared: 6 },
    ]);
    expect(evaluator.push(rowOf({ _step: 1, loss: Number.NaN }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: 1, loss: 1 }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: 2, loss: 1 }))).toEqual([]);
  });

  it.each(["AVERAGE", "MAX", "MIN", null])("does so for %s in the end as if it had come once", (agg_op) => {
    const values = Array.from({ length: 40 }, (_, i) => Math.sin(i * i));
    const automation = threshold({ agg_op, window_size: 4, cmp_op: "$gt", threshold: -0.8 });
    const rows = values.map((loss, i) => ({ _step: i, _timestamp: 1.8e9 + i * 90_000, loss }));
    const plain = createEvaluator(automation);
    const corrected = createEvaluator(automation);
    const expected = rows.map((row) => plain.push(rowOf(row)));
    const found = rows.map((row) => {
      expect(corrected.push(rowOf({ ...row, loss: Number.NaN }))).toEqual([]);
      return corrected.push(rowOf(row));
    });
    expect(found.flat().length).toBeGreaterThan(3);
    expect(found).toEqual(expected);
  });

  it("drops rows that go back, and tells", () => {
    const warnings: HistoryWarning[] = [];
    const evaluator = createEvaluator(threshold(), { onWarning: (warning) => warnings.push(warning) });
    evaluator.push(rowOf({ _step: 5, loss: 0 }));
    expect(evaluator.push(rowOf({ _step: 4, loss: 9 }))).toEqual([]);
    expect(evaluator.push(rowOf({ _step: null, loss: 9 }))).toEqual([]);
    expect(warnings).toMatchObject([
      { code: "went_back", run: "r1", step: 4 },
      { code: "bad_step", run: "r1" },
    ]);
  });

  it("takes changes of state, of which the first row is one", () => {
    const evaluator = createEvaluator([onState(["RUNNING"]), onState(["FAILED"])]);
    const state = (state: string, timestamp?: number): EvaluatorEvent => ({
      kind: "runState",
      run: RUN,
      state,
      ...(timestamp === undefined ? {} : { timestamp }),
    });
    expect(evaluator.push(rowOf({ _step: 0, _timestamp: 1.8e9 }))).toMatchObject([
      { state: "running", timestamp: 1.8e9 },
    ]);
    expect(evaluator.push(state("running"))).toEqual([]);
    expect(evaluator.push(state("crashed"))).toMatchObject([{ state: "crashed", step: 0, timestamp: 1.8e9 }]);
    expect(evaluator.push(state("failed"))).toEqual([]);
    expect(evaluator.push(state("running", 1.8e9 + 90_000))).toMatchObject([{ state: "running" }]);
    expect(evaluator.push(state("killed"))).toEqual([]);
  });

  it("starts windows afresh when a run is resumed, if that is asked for", () => {
    for (const resetOnResume of [false, true]) {
      const evaluator = createEvaluator(average, { resetOnResume });
      for (const row of losses(2, 2)) evaluator.push(rowOf(row));
      evaluator.push({ kind: "runState", run: RUN, state: "crashed" });
      evaluator.push({ kind: "runState", run: RUN, state: "running" });
      expect(evaluator.push(rowOf({ _step: 2, loss: 2 }))).toHaveLength(resetOnResume ? 0 : 1);
    }
  });

  it("comes to the firings of a dry run", async () => {
    const rows = losses(0, 2, 2, 2, 0.5, 9);
    const automations = [average, onState(["RUNNING"]), onState(["FAILED"]), threshold({ threshold: 5 })];
    const verdict = await dryRun(automations, { run: { ...RUN, state: "failed" }, rows });
    const evaluator = createEvaluator(automations);
    const events: EvaluatorEvent[] = [
      ...rows.map((row) => rowOf(row, { ...RUN, state: "failed" } as typeof RUN)),
      { kind: "runState", run: RUN, state: "failed" },
      { kind: "runEnded", run: RUN },
    ];
    expect(events.flatMap((event) => evaluator.push(event))).toEqual(verdict.firings);
  });

  it.each([
    [null],
    ["row"],
    [{ kind: "rows", run: RUN }],
    [{ kind: "row", row: {} }],
    [{ kind: "row", run: { id: 3 }, row: {} }],
    [{ kind: "row", run: RUN }],
    [{ kind: "runState", run: RUN }],
    [{ kind: "artifact", change: "created" }],
  ])("refuses %j", (event) => {
    expect(() => createEvaluator(threshold()).push(event as never)).toThrow(
      expect.objectContaining({ code: "EVALUATION" }),
    );
  });
});

describe("an evaluator", () => {
  it("keeps the runs it is allowed to: those that ended go first, then those not heard of for longest", () => {
    const evaluator = createEvaluator(average, { maxRuns: 3 });
    const run = (id: string) => ({ ...RUN, id });
    const push = (id: string, _step: number, loss = 2) => evaluator.push(rowOf({ _step, loss }, run(id)));
    for (const id of ["a", "b", "c"]) for (const step of [0, 1]) push(id, step);
    evaluator.push({ kind: "runEnded", run: run("c") });
    push("d", 0);
    expect(evaluator.runs).toBe(3);
    expect(push("a", 2)).toHaveLength(1);
    // c went, and its window with it; b goes for it, as it wasn't heard of for longest.
    expect(push("c", 2)).toEqual([]);
    expect(push("b", 2)).toEqual([]);
    expect(evaluator.runs).toBe(3);
  });

  it("remembers the 24 hours of runs that went", () => {
    const evaluator = createEvaluator(threshold(), { maxRuns: 1 });
    const push = (id: string, _step: number, hours: number) =>
      evaluator.push(rowOf({ _step, _timestamp: 1.8e9 + hours * 3600, loss: 2 }, { ...RUN, id })).length;
    expect(push("a", 0, 0)).toBe(1);
    expect(push("b", 0, 1)).toBe(1);
    expect(push("a", 1, 2)).toBe(0);
    expect(push("b", 1, 3)).toBe(0);
    expect(push("a", 2, 24)).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN, "9"])("can't keep %s runs", (maxRuns) => {
    expect(() => createEvaluator([], { maxRuns: maxRuns as number })).toThrow(
      expect.objectContaining({ code: "VALIDATION" }),
    );
  });
});

describe("a snapshot", () => {
  const half = () => {
    const evaluator = createEvaluator([average, onState(["FAILED"])]);
    for (const row of losses(2, Number.NaN, 2, 2)) evaluator.push(rowOf(row));
    return evaluator.snapshot();
  };
  const next = rowOf({ _step: 4, _timestamp: 1.8e9 + 240, loss: 2 });

  it("survives JSON, and goes on in another evaluator", () => {
    const evaluator = createEvaluator([average, onState(["FAILED"])], {
      restore: JSON.parse(JSON.stringify(half())),
    });
    expect(evaluator.push(next)).toMatchObject([{ values: [2, 2, 2] }]);
    const later = createEvaluator(average, { restore: evaluator.snapshot() });
    expect(later.push(rowOf({ _step: 5, _timestamp: 1.8e9 + 300, loss: 9 }))).toEqual([]);
  });

  it("knows automations by what they are, not by their place", () => {
    const evaluator = createEvaluator([threshold({ threshold: 5 }), average], { restore: half() });
    expect(evaluator.push(next)).toMatchObject([{ automation: { index: 1 }, values: [2, 2, 2] }]);
  });

  it("gives a longer window what there is", () => {
    const longer = threshold({ agg_op: "MAX", window_size: 5 });
    const evaluator = createEvaluator(longer, { restore: half() });
    expect(evaluator.push(next)).toEqual([]);
    const steps = [5, 6, 7].flatMap((_step) => evaluator.push(rowOf({ _step, loss: 2 })));
    expect(steps).toMatchObject([{ step: 6 }]);
  });

  it.each([[null], ["{}"], [{ schema: "other" }], [{ ...half(), runs: [{ info: {} }] }]])(
    "that isn't one is refused (%#)",
    (restore) => {
      expect(() => createEvaluator(average, { restore: restore as never })).toThrow(
        expect.objectContaining({ code: "EVALUATION", message: expect.stringContaining("isn't a snapshot") }),
      );
    },
  );
});
