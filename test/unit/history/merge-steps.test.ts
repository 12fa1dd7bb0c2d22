import { describe, expect, it } from "vitest";
import { mergeSteps, StepMerger } from "../../../src/history/merge-steps.js";
import type { HistoryRow, HistoryWarning } from "../../../src/history/run-history.js";

function merged(rows: readonly HistoryRow[]) {
  const warnings: HistoryWarning[] = [];
  return { rows: [...mergeSteps(rows, (warning) => warnings.push(warning))], warnings };
}

describe("mergeSteps", () => {
  it("keeps rows of rising steps as they are, without copying them", () => {
    const rows = [
      { _step: 0, loss: 1 },
      { _step: 3, loss: 2 },
    ];
    const result = merged(rows);
    expect(result.rows[0]).toBe(rows[0]);
    expect(result).toEqual({ rows, warnings: [] });
  });

  it("merges rows of one step, later keys winning", () => {
    const first = { _step: 100, _timestamp: 1, loss: 3, acc: 0.5 };
    expect(merged([first, { _step: 100, _timestamp: 2, loss: 5, b: 1 }]).rows).toEqual([
      { _step: 100, _timestamp: 2, loss: 5, acc: 0.5, b: 1 },
    ]);
    expect(first.loss).toBe(3);
  });

  it("merges nested objects as the SDK does, and replaces what isn't one", () => {
    expect(
      merged([
        { _step: 1, a: { b: 1, z: 1 }, c: 5, d: { e: 1 }, l: [1] },
        { _step: 1, a: { c: 2 }, c: { x: 1 }, d: 7, l: [2] },
      ]).rows,
    ).toEqual([{ _step: 1, a: { b: 1, z: 1, c: 2 }, c: { x: 1 }, d: 7, l: [2] }]);
  });

  it("drops and reports rows whose step goes back", () => {
    const { rows, warnings } = merged([
      { _step: 5, loss: 1 },
      { _step: 3, loss: 9 },
      { _step: 5, acc: 1 },
      { _step: 6, loss: 2 },
    ]);
    expect(rows).toEqual([
      { _step: 5, loss: 1, acc: 1 },
      { _step: 6, loss: 2 },
    ]);
    expect(warnings).toEqual([
      { code: "went_back", step: 3, message: "step 3 after step 5; the row was dropped" },
    ]);
  });

  it.each([
    ["7", '"7"'],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [null, "null"],
    [{ a: 1 }, "an object"],
  ])("drops and reports a row whose step is %j", (step, shown) => {
    const { rows, warnings } = merged([{ _step: 1 }, { _step: step, loss: 1 }]);
    expect(rows).toEqual([{ _step: 1 }]);
    expect(warnings[0]).toMatchObject({ code: "bad_step" });
    expect(warnings[0]!.message).toContain(shown);
  });

  it("lets rows without a step pass", () => {
    const rows = [{ cpu: 1 }, { cpu: 2 }];
    expect(merged(rows)).toEqual({ rows, warnings: [] });
  });

  it("keeps keys named __proto__ and constructor as keys", () => {
    const [row] = merged([
      JSON.parse('{"_step": 1, "__proto__": 1, "x": {"__proto__": 2}}') as HistoryRow,
      JSON.parse(
        '{"_step": 1, "constructor": 3, "__proto__": {"polluted": true}, "x": {"y": 1}}',
      ) as HistoryRow,
    ]).rows;
    expect(JSON.stringify(row)).toBe(
      '{"_step":1,"__proto__":{"polluted":true},"x":{"__proto__":2,"y":1},"constructor":3}',
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("merges towers of objects without exhausting the stack", () => {
    const tower = () => {
      let value: Record<string, unknown> = {};
      for (let i = 0; i < 50_000; i++) value = { v: value };
      return value;
    };
    expect(
      merged([
        { _step: 1, t: tower() },
        { _step: 1, t: tower() },
      ]).rows,
    ).toHaveLength(1);
  });

  it("does the same with an async iterable", async () => {
    async function* rows() {
      yield { _step: 1, a: 1 };
      yield { _step: 1, b: 2 };
      yield { _step: 0, c: 3 };
    }
    const warnings: HistoryWarning[] = [];
    const out: HistoryRow[] = [];
    for await (const row of mergeSteps(rows(), (warning) => warnings.push(warning))) out.push(row);
    expect(out).toEqual([{ _step: 1, a: 1, b: 2 }]);
    expect(warnings).toHaveLength(1);
  });
});

describe("StepMerger", () => {
  it("begins anew after its end", () => {
    const merger = new StepMerger(() => {
      throw new Error("nothing goes back here");
    });
    expect(merger.end()).toBeUndefined();
    expect(merger.push({ _step: 9 })).toBeUndefined();
    expect(merger.end()).toEqual({ _step: 9 });
    expect(merger.push({ _step: 1 })).toBeUndefined();
    expect(merger.end()).toEqual({ _step: 1 });
  });
});
