import { describe, expect, it } from "vitest";
import { RunEvent, RunStateFilter, StateFilter } from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const STATE = 'must be "running", "finished" or "failed" (a killed run never fires), got';

describe("StateFilter", () => {
  it("sorts states and drops repeats", () => {
    expect(RunEvent.state.in(["running", "FAILED", "failed", "RUNNING"]).states).toEqual([
      "failed",
      "running",
    ]);
    expect(RunEvent.state.in(new Set(["finished"] as const)).states).toEqual(["finished"]);
    expect(RunEvent.state.eq("finished").states).toEqual(["finished"]);
    expect(new StateFilter({ states: "running" }).states).toEqual(["running"]);
  });

  it("takes crashed for failed", () => {
    expect(RunEvent.state.eq("crashed").states).toEqual(["failed"]);
    expect(RunEvent.state.in(["CRASHED", "failed"]).states).toEqual(["failed"]);
  });

  it("is frozen, with its states", () => {
    const filter = RunEvent.state.eq("failed");
    expect([filter, filter.states].every(Object.isFrozen)).toBe(true);
  });

  it("reads as what it asks", () => {
    expect(`${RunEvent.state.in(["finished", "failed"])}`).toBe("state becomes failed or finished");
  });

  it("reports every state that isn't one, and every option that isn't known", () => {
    const options = { states: ["killed", "failed", 5, "__proto__"], state: "failed" };
    expect(issuesOf(() => new StateFilter(loose(options)))).toEqual({
      state: "is not an option here; options are states",
      "states[0]": `${STATE} "killed"`,
      "states[2]": `${STATE} 5`,
      "states[3]": `${STATE} "__proto__"`,
    });
  });

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    [5, "5"],
    ["done", '"done"'],
    [{}, "{}"],
  ])("refuses the states %o", (states, shown) => {
    expect(issuesOf(() => new StateFilter({ states: loose(states) }))).toEqual({
      states: `${STATE} ${shown}`,
    });
  });

  it("refuses to watch no state at all", () => {
    expect(issuesOf(() => RunEvent.state.in([]))).toEqual({
      states: "must hold at least one state, got none: it could never fire",
    });
    expect(Object.keys(issuesOf(() => new StateFilter(loose(undefined))))).toEqual(["states"]);
  });
});

describe("RunStateFilter", () => {
  const state = RunEvent.state.eq("failed");
  const run = RunEvent.name.eq("x");

  it("joins states with the runs they are watched in", () => {
    const joined = state.and(run).and({ username: "y" });
    expect(joined.state).toBe(state);
    expect(joined.run.json).toEqual({ $and: [{ display_name: { $eq: "x" } }, { username: "y" }] });
    expect(`${state.and(run)}`).toBe('state becomes failed for runs where {"display_name":{"$eq":"x"}}');
    expect(`${new RunStateFilter({ state })}`).toBe("state becomes failed");
    expect(Object.isFrozen(joined)).toBe(true);
  });

  it("reports every option that is wrong at once", () => {
    expect(issuesOf(() => new RunStateFilter(loose({ state: "failed", run: [], states: 1 })))).toEqual({
      states: "is not an option here; options are state, run",
      state: 'must be states such as RunEvent.state.in(["failed"]), got "failed"',
      run: 'must be a filter such as RunEvent.name.contains("prod") or Mongo-like JSON, got []',
    });
  });
});
