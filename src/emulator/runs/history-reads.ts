import { parseJsonObject } from "../automations/check-mongo-filter.js";
import { badRequest } from "../graphql/api-error.js";
import type { StoredRow } from "../store/row-log.js";
import { flatEntries, jsonSafe, rowToJson } from "./history-json.js";

/** Which steps: `minStep` inclusive, `maxStep` exclusive. */
export interface StepRange {
  readonly minStep?: number | null;
  readonly maxStep?: number | null;
}

function inRange(rows: readonly StoredRow[], { minStep, maxStep }: StepRange): readonly StoredRow[] {
  if ((minStep ?? null) === null && (maxStep ?? null) === null) return rows;
  const low = minStep ?? Number.NEGATIVE_INFINITY;
  const high = maxStep ?? Number.POSITIVE_INFINITY;
  return rows.filter(({ step }) => step >= low && step < high);
}

/** At most `samples` of the rows, evenly spread, the first and the last among them. */
function sample<T>(rows: readonly T[], samples: number | null | undefined): readonly T[] {
  if ((samples ?? null) === null || rows.length <= samples!) return rows;
  if (samples! < 1) throw badRequest(`invalid samples ${samples}: at least 1`);
  if (samples === 1) return rows.slice(-1);
  const stride = (rows.length - 1) / (samples! - 1);
  return Array.from({ length: samples! }, (_, i) => rows[Math.round(i * stride)]!);
}

/** `Run.history` and `Run.events`: whole rows as JSON lines. */
export function historyLines(
  rows: readonly StoredRow[],
  { samples, ...range }: StepRange & { readonly samples?: number | null },
): string[] {
  return sample(inRange(rows, range), samples).map(({ row }) => rowToJson(row));
}

/** One spec of `Run.sampledHistory`: rows that have all the keys, `maxStep` inclusive. */
export function sampledHistory(rows: readonly StoredRow[], spec: string): Record<string, unknown>[] {
  const { keys, minStep, maxStep, samples } = parseJsonObject(spec) ?? {};
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every((key) => typeof key === "string"))
    throw badRequest(
      `invalid history spec ${JSON.stringify(spec)}: "keys" must be a non-empty list of names`,
    );
  const limit = (name: string, value: unknown): number | null => {
    if (value === undefined || value === null) return null;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw badRequest(`invalid history spec: ${name} must be a number, got ${JSON.stringify(value)}`);
  };
  const last = limit("maxStep", maxStep);
  const range = { minStep: limit("minStep", minStep), maxStep: last === null ? null : last + 1 };
  const found = inRange(rows, range).flatMap(({ row }) => {
    const flat = new Map(flatEntries(row));
    return keys.every((key) => flat.has(key))
      ? [Object.fromEntries(keys.map((key: string) => [key, jsonSafe(flat.get(key))]))]
      : [];
  });
  return [...sample(found, limit("samples", samples))];
}

/** `Run.historyKeys`: what was logged, how often and as what. */
export function historyKeys(rows: readonly StoredRow[]): Record<string, unknown> | null {
  if (rows.length === 0) return null;
  const keys = new Map<string, { counts: Map<string, number>; previous: unknown; monotonic: boolean }>();
  for (const { row } of rows) {
    for (const [key, value] of flatEntries(row)) {
      const seen = keys.get(key) ?? { counts: new Map(), previous: undefined, monotonic: true };
      const type = typeOf(value);
      seen.counts.set(type, (seen.counts.get(type) ?? 0) + 1);
      seen.monotonic &&=
        typeof value === "number" && (seen.previous === undefined || value >= (seen.previous as number));
      seen.previous = value;
      keys.set(key, seen);
    }
  }
  return {
    keys: Object.fromEntries(
      [...keys].map(([key, { counts, monotonic }]) => [
        key,
        { typeCounts: [...counts].map(([type, count]) => ({ type, count })), monotonic },
      ]),
    ),
    lastStep: rows.at(-1)!.step,
    sets: [],
  };
}

function typeOf(value: unknown): string {
  if (value === null) return "nil";
  if (Array.isArray(value)) return "list";
  if (typeof value === "bigint") return "number";
  return typeof value === "object" ? "map" : typeof value;
}
