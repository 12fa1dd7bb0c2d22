import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasErrorCode } from "../../../src/errors/index.js";
import { type HistoryRow, type HistoryWarning, readWandbFile } from "../../../src/history.js";

const bytesOf = (path: string) => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)));
const files = {
  small: bytesOf("test/fixtures/history/stats.wandb"),
  running: bytesOf("examples/runs/never-finishes.wandb"),
  blocks: bytesOf("test/fixtures/history/odd-values.wandb"),
};

/** What comes of a damaged file: its rows and warnings, or nothing but a HistoryError. */
async function outcome(
  bytes: Uint8Array,
): Promise<{ rows: HistoryRow[]; warnings: readonly HistoryWarning[] } | undefined> {
  try {
    const run = await readWandbFile(bytes);
    return { rows: [...run.rows], warnings: run.warnings };
  } catch (error) {
    if (!hasErrorCode(error, "HISTORY")) throw error;
    return undefined;
  }
}

const truth = async (bytes: Uint8Array) =>
  [...(await readWandbFile(bytes)).rows].map((row) => [row._step, row] as const);

/** Every row is one of the true rows, unchanged, in their order. */
function expectSubsequence(
  rows: readonly HistoryRow[],
  expected: readonly (readonly [unknown, HistoryRow])[],
): void {
  const bySteps = new Map(expected);
  let last = -1;
  for (const row of rows) {
    expect(row).toEqual(bySteps.get(row._step));
    expect(row._step).toBeGreaterThan(last);
    last = row._step as number;
  }
}

describe("a damaged .wandb file", () => {
  it("cut at any length gives the rows before the cut and a warning, or an error", async () => {
    const expected = await truth(files.small);
    for (let length = 0; length < files.small.length; length++) {
      const result = await outcome(files.small.subarray(0, length));
      if (result === undefined) continue;
      expect(result.rows).toEqual(expected.slice(0, result.rows.length).map(([, row]) => row));
      expect(result.warnings).not.toEqual([]);
    }
  });

  it.each(["running", "blocks"] as const)("cut anywhere (%s)", async (name) => {
    const expected = await truth(files[name]);
    await fc.assert(
      fc.asyncProperty(fc.nat(files[name].length - 1), async (length) => {
        const result = await outcome(files[name].subarray(0, length));
        if (result === undefined) return;
        expect(result.rows).toEqual(expected.slice(0, result.rows.length).map(([, row]) => row));
        expect(result.warnings).not.toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it("with any one byte flipped never gives a wrong row, loses few, and says so", async () => {
    const expected = await truth(files.small);
    for (let at = 0; at < files.small.length; at++) {
      const damaged = Buffer.from(files.small);
      damaged[at]! ^= 1 << (at % 8);
      const result = await outcome(damaged);
      if (result === undefined) continue;
      expectSubsequence(result.rows, expected);
      expect(result.rows.length).toBeGreaterThanOrEqual(expected.length - 1);
      const codes = result.warnings.map((warning) => warning.code);
      expect(codes.includes("damaged") || codes.includes("truncated")).toBe(true);
      for (const warning of result.warnings) expect(warning.offset).toBeTypeOf("number");
    }
  });

  it.each(["running", "blocks"] as const)(
    "with bytes flipped, removed or added anywhere (%s)",
    async (name) => {
      const original = files[name];
      const expected = await truth(original);
      const place = fc.nat(original.length - 1);
      const change = fc.oneof(
        fc.tuple(fc.constant("flip" as const), place, fc.integer({ min: 1, max: 255 })),
        fc.tuple(fc.constant("remove" as const), place, fc.integer({ min: 1, max: 40_000 })),
        fc.tuple(fc.constant("fill" as const), place, fc.integer({ min: 1, max: 40_000 })),
        fc.tuple(fc.constant("insert" as const), place, fc.integer({ min: 1, max: 255 })),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
          const bytes = changes.reduce(applyChange, Buffer.from(original));
          const result = await outcome(bytes);
          if (result === undefined || bytes.equals(original)) return;
          expectSubsequence(result.rows, expected);
          if (result.rows.length < expected.length) expect(result.warnings).not.toEqual([]);
        }),
        { numRuns: 150 },
      );
    },
  );

  it("that is no more than noise behind its header gives an error or nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200_000 }), async (noise) => {
        const result = await outcome(Buffer.concat([files.small.subarray(0, 7), noise]));
        expect(result?.rows ?? []).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

function applyChange(
  bytes: Buffer,
  [kind, at, amount]: readonly ["flip" | "remove" | "fill" | "insert", number, number],
): Buffer {
  const after = Math.min(at + amount, bytes.length);
  if (kind === "remove") return Buffer.concat([bytes.subarray(0, at), bytes.subarray(after)]);
  if (kind === "insert")
    return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(amount), bytes.subarray(at)]);
  if (kind === "fill") return Buffer.from(bytes).fill(0, Math.min(at, bytes.length), after);
  const flipped = Buffer.from(bytes);
  if (at < flipped.length) flipped[at]! ^= amount;
  return flipped;
}
