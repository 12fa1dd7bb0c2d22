import { describe, expect, it } from "vitest";
import { OnRunMetric, RunEvent } from "wandb-automations";
import { createEvaluator, dryRun, type EvaluationSource, sweep } from "wandb-automations/evaluate";
import { losses, RUN, threshold } from "./automations.js";

const messages = async (rows: readonly unknown[]) => {
  const verdict = await dryRun(threshold(), { run: RUN, rows: rows as never });
  return verdict.warnings.map(({ code, message }) => `${code}: ${message}`);
};
const at = (times: readonly unknown[]) => times.map((_timestamp, _step) => ({ _step, _timestamp, loss: 2 }));

describe("what was given by mistake", () => {
  it.each([
    ["a list", [[1, 2, 3]], "A row is a list instead of an object."],
    ["text", ["{}"], 'A row is "{}" instead of an object.'],
    ["a hole", new Array(2), "A row is undefined instead of an object."],
    ["a function", [() => 1], "A row is a function instead of an object."],
  ])("a row that is %s is refused", async (_, rows, problem) => {
    await expect(dryRun(threshold(), { run: RUN, rows: rows as never })).rejects.toThrow(problem);
  });

  it.each([
    [
      "milliseconds",
      1.8e12,
      "_timestamp is 1800000000000: taken as seconds since the epoch, though it looks like a smaller unit",
    ],
    [
      "ISO text",
      "2026-11-21",
      '_timestamp is "2026-11-21" instead of seconds since the epoch: it counts as unknown, inside the same 24 hours',
    ],
    [
      "dates",
      new Date(0),
      "_timestamp is a Date instead of seconds since the epoch: it counts as unknown, inside the same 24 hours",
    ],
    [
      "BigInts",
      5n,
      "_timestamp is the BigInt 5 instead of seconds since the epoch: it counts as unknown, inside the same 24 hours",
    ],
    [
      "Infinity",
      Number.POSITIVE_INFINITY,
      "_timestamp is Infinity instead of seconds since the epoch: it counts as unknown, inside the same 24 hours",
    ],
  ])("times that are %s are warned of, once for a run", async (_, time, problem) => {
    expect(await messages(at([time, time, time]))).toEqual([`bad_time: ${problem}`]);
    const warned: string[] = [];
    const evaluator = createEvaluator(threshold(), { onWarning: ({ message }) => warned.push(message) });
    for (const row of at([time, time])) evaluator.push({ kind: "row", run: RUN, row });
    expect(warned).toEqual([problem]);
  });

  it("times that are as they should be, or missing, aren't warned of", async () => {
    expect(await messages(at([0, 1.8e9]))).toEqual([]);
    expect(await messages(at([undefined, null]))).toEqual([]);
  });

  it("steps that are BigInts are dropped with a warning that says so", async () => {
    expect(await messages([{ _step: 7n, loss: 2 }])).toEqual([
      "bad_step: _step is the BigInt 7 instead of a whole number; the row was dropped",
    ]);
  });

  it.each([
    ["0.5x9", 'the text "0.5x9" (history() reads files, series() its notation)'],
    [undefined, "undefined"],
    [losses(3), "a row without its run ({ run: { id }, rows: [row] })"],
    [[[]], "a list in a list"],
    [{ loss: [1, 2] }, "an object with loss in it"],
  ])("a history that is %j is named for what it is", async (given, name) => {
    await expect(dryRun(threshold(), given as never)).rejects.toThrow(
      `A history holds ${name}, which is neither`,
    );
  });

  it("an event without an action, or what must be awaited, isn't taken for an automation", async () => {
    const event = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) });
    const run = { run: RUN, rows: losses(3) };
    await expect(dryRun(event as never, run)).rejects.toThrow(
      "an event without an action, as .then(action) gives it",
    );
    await expect(dryRun(Promise.resolve(threshold()) as never, run)).rejects.toThrow("await it first");
  });

  it("a run without an id is refused", async () => {
    const nameless = { run: {}, rows: losses(2) } as unknown as EvaluationSource;
    await expect(dryRun(threshold(), nameless)).rejects.toThrow("run.id must be a text");
  });
});

describe("a signal stops", () => {
  const quiet = { _step: 0, loss: 0 };
  function* endless<T>(make: (i: number) => T) {
    for (let i = 0; ; i++) yield make(i);
  }
  async function* endlessAsync<T>(make: (i: number) => T) {
    yield* endless(make);
  }
  const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };

  it.each<[string, () => EvaluationSource]>([
    ["rows without end", () => ({ run: RUN, rows: endless((_step) => ({ ...quiet, _step })) })],
    [
      "asynchronous rows that never wait",
      () => ({ run: RUN, rows: endlessAsync((_step) => ({ ...quiet, _step })) }),
    ],
    ["runs without end", () => endless((i) => ({ run: { ...RUN, id: `r${i % 9}` }, rows: [quiet] }))],
    ["rows that never come", () => ({ run: RUN, rows: never })],
    ["runs that never come", () => never],
  ])("%s", async (_, source) => {
    for (const start of [
      (signal: AbortSignal) => dryRun(threshold(), source(), { signal }),
      (signal: AbortSignal) => sweep(threshold(), { threshold: [1, 2] }, source(), { signal }),
    ]) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new Error("enough")), 20);
      await expect(start(controller.signal)).rejects.toThrow("enough");
    }
  });
});
