import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseJsonValue } from "../../src/history/json-value.js";
import { type HistoryRow, readWandbFile } from "../../src/history.js";
import { historyDir } from "./vectors-dir.js";

/** What an independent reader found in a file. */
interface ExpectedRun {
  readonly file: string;
  readonly id: string;
  readonly display_name: string;
  readonly entity: string;
  readonly project: string;
  readonly group: string;
  readonly tags: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly exitCode: number | null;
  readonly state: string;
  readonly rows: number;
  readonly lastStep: number | null;
  readonly keyCounts: Readonly<Record<string, number>>;
  readonly statsRecords: number;
  readonly statsKeys: readonly string[];
  readonly firstRow: HistoryRow | null;
  readonly lastRow: HistoryRow | null;
}

/** JSON as Python writes it: bare NaN, integers of any size. */
const expected = parseJsonValue(readFileSync(path.join(historyDir, "expected.json"), "utf8")) as {
  readonly runs: readonly ExpectedRun[];
};

/** `{"opt": {"lr": 1}}` counts as `opt.lr`. */
function* joinedKeys(row: object, prefix = ""): Generator<string> {
  for (const [key, value] of Object.entries(row)) {
    const nested = typeof value === "object" && value !== null && !Array.isArray(value);
    if (nested && Object.keys(value).length > 0) yield* joinedKeys(value, `${prefix}${key}.`);
    else yield prefix + key;
  }
}

describe(`run files in ${process.env.HISTORY_DIR ?? "examples/runs"}`, () => {
  it("are listed in expected.json", () => {
    expect(expected.runs.length).toBeGreaterThan(0);
  });

  it.each(expected.runs)("$file", async (facts) => {
    const history = await readWandbFile(path.join(historyDir, facts.file));
    const { run } = history;
    expect({
      id: run.id,
      display_name: run.displayName ?? "",
      entity: run.entity ?? "",
      project: run.project ?? "",
      group: run.group ?? "",
      tags: run.tags,
      config: run.config,
      exitCode: history.exitCode,
      state: run.state,
    }).toEqual({
      id: facts.id,
      display_name: facts.display_name,
      entity: facts.entity,
      project: facts.project,
      group: facts.group,
      tags: facts.tags,
      config: facts.config,
      exitCode: facts.exitCode,
      state: facts.state,
    });

    const rows = [...history.rows];
    const keyCounts = new Map<string, number>();
    for (const row of rows)
      for (const key of joinedKeys(row)) keyCounts.set(key, (keyCounts.get(key) ?? 0) + 1);
    expect(rows.length).toBe(facts.rows);
    expect(rows.at(-1)?._step ?? null).toBe(facts.lastStep);
    expect(keyCounts).toEqual(new Map(Object.entries(facts.keyCounts)));
    expect(rows[0] ?? null).toEqual(facts.firstRow);
    expect(rows.at(-1) ?? null).toEqual(facts.lastRow);

    const awaited: HistoryRow[] = [];
    for await (const row of history.rows) awaited.push(row);
    expect(awaited).toEqual(rows);

    const stats = [...history.systemRows];
    const statsKeys = new Set(stats.flatMap((row) => Object.keys(row)));
    statsKeys.delete("_timestamp");
    expect(stats.length).toBe(facts.statsRecords);
    expect([...statsKeys].sort()).toEqual([...facts.statsKeys].sort());
  });
});
