import { describe, expect, it } from "vitest";
import { backtestHistory } from "../../../src/cli/backtest/backtest-history.js";
import type { CommandIo } from "../../../src/cli/command-io.js";
import { emulatedServer } from "./emulated-server.js";

describe("backtestHistory", () => {
  it.each([
    [undefined, 3],
    [2, 2],
    [9, 3],
  ])("of a project, at most %s runs, tells before the first that %i will come", async (maxRuns, total) => {
    const { io } = await emulatedServer();
    const given = { ...io, signal: new AbortController().signal } as unknown as CommandIo;
    const flags = { project: "acme/digits", engine: "local", ...(maxRuns && { maxRuns }) } as const;
    const history = await backtestHistory(given, flags);
    const seen: unknown[] = [];
    for await (const { run } of history.runs((runs) => seen.push(runs))) seen.push(run.entity);
    expect(seen).toEqual([total, ...Array(total).fill("acme")]);
  });
});
