import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { expect, it } from "vitest";
import { cellTime, cellValue } from "../../../src/history/csv/cell-value.js";
import { csvNumber, csvSeconds } from "../../../src/sql/source/csv-cell.js";
import { duckdb as d } from "../../../src/sql/text/duckdb-dialect.js";

const sign = fc.constantFrom("", "+", "-");
const digits = fc.stringMatching(/^[0-9]{0,25}$/);
const number = fc
  .tuple(
    sign,
    digits,
    fc.constantFrom("", "."),
    digits,
    fc.constantFrom("", "e", "E-", "e+3", "E400"),
    digits,
  )
  .map((parts) => parts.join(""));
const cell = fc.oneof(
  number,
  fc.double().map(String),
  fc.string({ unit: fc.constantFrom(..."0123456789.eE+-_ x,naif\t\u00a0\ufeff") }),
  fc.constantFrom("nan", " NAN ", "-Inf", "+INFINITY", "∞", "1,000", "0x1F", "１", "true", "1d", "1L"),
);
const zone = fc.constantFrom("", "Z", "+01:00", "-0330", "+05:30");
const time = fc
  .tuple(fc.date({ min: new Date(1e9), max: new Date(8e12), noInvalidDate: true }), digits, zone)
  .map(([date, fraction, end]) => {
    const [day, clock] = date.toISOString().slice(0, 19).split("T");
    return `${day} ${clock}${fraction === "" ? "" : `.${fraction.slice(0, 9)}`}${end}`;
  });
const two = (most: number) => fc.nat(most).map((value) => String(value).padStart(2, "0"));
/** Dates of which many aren't in any calendar or on any clock. */
const oddTime = fc
  .tuple(
    two(14),
    two(32),
    two(26),
    two(61),
    two(61),
    fc.constantFrom(...["", "Z", "+15:00", "-14:59", "+25:00"]),
  )
  .map(([month, day, h, m, s, end]) => `2024-${month}-${day}T${h}:${m}:${s}${end}`);

it("reads cells of CSV files on DuckDB as the reader of files does", async () => {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const asked = fc.array(fc.oneof(cell, time, oddTime), { minLength: 500, maxLength: 500 });
  const check = async (cells: readonly string[]) => {
    const values = cells.map((text, i) => `(${i}, ${d.text(text)})`).join(", ");
    const query = `SELECT ${csvNumber("v", d)} AS number, ${csvSeconds("v", d)} AS seconds
FROM (VALUES ${values}) AS cells(i, v) ORDER BY i`;
    const rows = (await connection.runAndReadAll(query)).getRowObjectsJS();
    for (const [i, row] of rows.entries()) {
      const value = cellValue(cells[i]!);
      const logged = typeof value === "string" || value === undefined ? null : Number(value);
      expect([cells[i], row.number]).toEqual([cells[i], logged]);
      expect([cells[i], row.seconds]).toEqual([cells[i], cellTime(cells[i]!) ?? null]);
    }
  };
  await fc.assert(fc.asyncProperty(asked, check), { numRuns: 20 });
  connection.closeSync();
});
