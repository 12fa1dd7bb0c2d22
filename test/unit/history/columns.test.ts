import { describe, expect, it } from "vitest";
import { type HistoryRow, readColumns, series } from "../../../src/history.js";

async function columns(...args: Parameters<typeof readColumns>) {
  const found = [];
  for await (const run of readColumns(...args)) found.push(run);
  return found;
}

describe("readColumns", () => {
  it("gives a run's logged values with steps and times, and an empty column for what it never logged", async () => {
    const run = series(
      { loss: "1 _ nan 0.5", "val.acc": "_ 0.9" },
      { run: "r", startTime: 100, interval: 10 },
    );
    const [found] = await columns(run, ["loss", "val.acc", "missing"]);
    expect(found).toEqual({
      run: { id: "r" },
      warnings: [],
      metrics: new Map([
        [
          "loss",
          {
            values: Float64Array.of(1, Number.NaN, 0.5),
            steps: Float64Array.of(0, 2, 3),
            timestamps: Float64Array.of(100, 120, 130),
          },
        ],
        [
          "val.acc",
          { values: Float64Array.of(0.9), steps: Float64Array.of(1), timestamps: Float64Array.of(110) },
        ],
        [
          "missing",
          { values: new Float64Array(), steps: new Float64Array(), timestamps: new Float64Array() },
        ],
      ]),
    });
  });

  it("applies the rule of steps to rows as they are, and reports what it drops", async () => {
    async function* rows(): AsyncGenerator<HistoryRow> {
      yield { _step: 1, loss: 1 };
      yield { _step: 1, loss: 2, _timestamp: 5n };
      yield { _step: 0, loss: 3 };
      yield { loss: 4, _timestamp: "soon" };
    }
    const [found] = await columns({ run: { id: "r" }, rows: rows() }, ["loss"]);
    expect(found!.metrics.get("loss")).toEqual({
      values: Float64Array.of(2, 4),
      steps: Float64Array.of(1, Number.NaN),
      timestamps: Float64Array.of(5, Number.NaN),
    });
    expect(found!.warnings).toMatchObject([{ code: "went_back", run: "r" }]);
  });

  it("takes several runs, and many values", async () => {
    const runs = [series("m", "0+1x9999", { run: "a" }), series("m", "1x2", { run: "b" })];
    async function* stream() {
      yield* runs;
    }
    for (const source of [runs, stream()]) {
      const [a, b] = await columns(source, ["m"]);
      expect(a!.metrics.get("m")!.values).toEqual(Float64Array.from({ length: 10_000 }, (_, i) => i));
      expect(b!.metrics.get("m")!.values).toEqual(Float64Array.of(1, 1, 1));
    }
  });
});
