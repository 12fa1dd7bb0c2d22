import { ColumnBuilder, columnsOfRows, type MetricColumn } from "../columns.js";
import type { HistoryWarning } from "../run-history.js";
import { type ParquetPart, parquetPieces, parquetRows } from "./parquet-rows.js";
import type { PieceColumn } from "./piece-column.js";

/** The columns that may hold a metric: `val.loss` itself, or what it is inside of. */
export function outerNames(metric: string): string[] {
  const dots = [...metric.matchAll(/\./g)].map(({ index }) => index);
  return [metric, ...dots.map((dot) => metric.slice(0, dot))];
}

/**
 * Metrics of one run as columns, without rows between, as long as each is one flat column and the
 * steps rise; else by way of the rows, to the same result.
 */
export async function parquetColumns(
  parts: readonly ParquetPart[],
  metrics: readonly string[],
  report: (warning: HistoryWarning) => void,
): Promise<ReadonlyMap<string, MetricColumn>> {
  const direct = parts.every((part) => isFlat(part, metrics)) ? await gather(parts, metrics) : undefined;
  if (direct !== undefined) return direct;
  const names = new Set(["_step", "_timestamp", ...metrics.flatMap(outerNames)]);
  const rows = { [Symbol.asyncIterator]: () => parquetRows(parts, (column) => names.has(column), report) };
  return await columnsOfRows(rows, metrics, report);
}

function isFlat({ file, ranges }: ParquetPart, metrics: readonly string[]): boolean {
  if (ranges !== undefined || !file.columns.includes("_step")) return false;
  return metrics.every(
    (metric) =>
      !outerNames(metric)
        .slice(1)
        .some((name) => file.columns.includes(name)),
  );
}

/** Undefined where rows must decide: steps that don't rise, or damage that they report. */
async function gather(
  parts: readonly ParquetPart[],
  metrics: readonly string[],
): Promise<ReadonlyMap<string, MetricColumn> | undefined> {
  const builders = new Map(metrics.map((name) => [name, new ColumnBuilder()]));
  let damaged = false;
  let last = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    const present = new Set(part.file.columns);
    const columns = [...new Set(["_step", "_timestamp", ...metrics])].filter((name) => present.has(name));
    const pieces = parquetPieces(part, columns, () => {
      damaged = true;
    });
    for await (const { data } of pieces) {
      const steps = toNumbers(data[0]!);
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i]!;
        if (!(step > last && Number.isInteger(step))) return undefined;
        last = step;
      }
      const times = present.has("_timestamp") ? toNumbers(data[1]!) : undefined;
      for (const [name, builder] of builders) {
        const values = data[columns.indexOf(name)];
        if (values !== undefined) builder.append(values, steps, times);
      }
    }
    if (damaged) return undefined;
  }
  return new Map([...builders].map(([name, builder]) => [name, builder.build()]));
}

/** As rows have it: 64-bit integers as numbers, and NaN for nothing. */
function toNumbers(values: PieceColumn): Float64Array {
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = values.at(i);
    numbers[i] = typeof value === "number" || typeof value === "bigint" ? Number(value) : Number.NaN;
  }
  return numbers;
}
