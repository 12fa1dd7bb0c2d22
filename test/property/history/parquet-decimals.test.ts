import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { afterAll, describe, expect, it } from "vitest";
import { readColumns, readParquetFiles } from "../../../src/history.js";

const folder = mkdtempSync(path.join(os.tmpdir(), "parquet-decimals-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What Parquet may keep decimals in, and how many digits fit. */
const STORED = [
  [{ type: "INT32" }, 9],
  [{ type: "INT64" }, 18],
  [{ type: "FIXED_LEN_BYTE_ARRAY", type_length: 16 }, 38],
  [{ type: "BYTE_ARRAY" }, 50],
] as const satisfies readonly (readonly [Partial<SchemaElement>, number])[];

const column = fc.constantFrom(...STORED).chain(([stored, digits]) => {
  const most = 10n ** BigInt(digits) - 1n;
  return fc.record({
    stored: fc.constant(stored),
    digits: fc.constant(digits),
    scale: fc.nat(digits),
    repetition_type: fc.constantFrom("REQUIRED", "OPTIONAL"),
    values: fc.array(
      fc.oneof(
        fc.bigInt(-most, most),
        fc.bigInt(-999n, 999n),
        fc.constantFrom(0n, most, -most, 2n ** 29n, -(2n ** 29n)),
      ),
      { minLength: 1, maxLength: 30 },
    ),
    missing: fc.nat(3),
  });
});

/** A decimal as one would write it: 163 with two digits behind the point is 1.63. */
function written(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

describe("decimals in Parquet", () => {
  it("are the doubles nearest to what they say, however they are stored", async () => {
    const file = path.join(folder, "decimals.parquet");
    await fc.assert(
      fc.asyncProperty(column, async ({ stored, digits, scale, repetition_type, values, missing }) => {
        const isMissing = (i: number) => repetition_type === "OPTIONAL" && i % 4 === missing;
        const data = values.map((value, i) => (isMissing(i) ? null : value));
        const schema: SchemaElement[] = [
          { name: "root", num_children: 2 },
          { name: "_step", type: "INT64", repetition_type: "REQUIRED" },
          { name: "loss", ...stored, repetition_type, converted_type: "DECIMAL", scale, precision: digits },
        ];
        const columnData = [
          { name: "_step", data: values.map((_, i) => BigInt(i)) },
          { name: "loss", data },
        ];
        writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData, schema })));

        const wanted = values.flatMap((value, i) => (isMissing(i) ? [] : [Number(written(value, scale))]));
        const run = (await readParquetFiles(file))[0]!;
        const found: unknown[] = [];
        for await (const row of run.rows) if ("loss" in row) found.push(row.loss);
        const columns: number[] = [];
        for await (const { metrics } of readColumns(run, ["loss"]))
          columns.push(...metrics.get("loss")!.values);
        // A zero has no sign, whichever was written.
        expect(found.map((value) => (value as number) + 0)).toEqual(wanted.map((value) => value + 0));
        expect(columns).toEqual(found);
      }),
    );
  });
});
