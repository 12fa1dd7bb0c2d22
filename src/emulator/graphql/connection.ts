import { badRequest } from "./api-error.js";

/** A Relay connection. */
export interface Connection<T> {
  readonly totalCount: number;
  readonly pageInfo: {
    readonly endCursor: string | null;
    readonly startCursor: string | null;
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
  };
  readonly edges: readonly { readonly node: T; readonly cursor: string }[];
}

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A value that orders records; compared with what it is equal in type to, missing values last. */
export type SortKey = string | number | boolean | null;

/** How a listing is ordered: by these keys, each ascending unless `descending`, then by creation. */
export interface Ordering<T> {
  readonly keyOf: (record: T) => SortKey;
  readonly descending: boolean;
}

const DEFAULT_PAGE = 50;
/** Larger pages are cut to this many, which a Relay client sees from `hasNextPage`. */
const MAX_PAGE = 1000;

type Position = readonly [SortKey, number];

function compareKeys(a: SortKey, b: SortKey): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a !== typeof b) return typeof a < typeof b ? -1 : 1;
  return a < b ? -1 : 1;
}

function encodeCursor(position: Position): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  return btoa(String.fromCharCode(...bytes));
}

function decodeCursor(cursor: string): Position {
  let position: unknown;
  try {
    const bytes = Uint8Array.from(atob(cursor), (char) => char.charCodeAt(0));
    position = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    position = undefined;
  }
  if (!Array.isArray(position) || position.length !== 2 || typeof position[1] !== "number")
    throw badRequest(`invalid cursor ${JSON.stringify(cursor)}: give the endCursor of an earlier page`);
  return [position[0] as SortKey, position[1]];
}

function pageSize(first: number | null | undefined): number {
  if (first === null || first === undefined) return DEFAULT_PAGE;
  // A page of nothing would end a client's walk before its time.
  if (first < 1) throw badRequest(`invalid page size ${first}: first must be at least 1`);
  return Math.min(first, MAX_PAGE);
}

/**
 * One page of `records`. A cursor names the last record of its page by its sort key and number, not by its
 * place, so what is created or deleted while a client walks neither repeats nor hides anything else.
 */
export function toConnection<T extends { readonly number: number }>(
  records: readonly T[],
  page: PageArguments,
  ordering?: Ordering<T>,
): Connection<T> {
  const size = pageSize(page.first);
  const positionOf = (record: T): Position => [ordering?.keyOf(record) ?? null, record.number];
  const sign = ordering?.descending ? -1 : 1;
  const compare = (a: Position, b: Position) => sign * compareKeys(a[0], b[0]) || a[1] - b[1];
  const sorted = records
    .map((record) => ({ record, position: positionOf(record) }))
    .sort((a, b) => compare(a.position, b.position));
  const after = page.after ? decodeCursor(page.after) : undefined;
  const start = after ? sorted.findIndex(({ position }) => compare(position, after) > 0) : 0;
  const shown = start < 0 ? [] : sorted.slice(start, start + size);
  const edges = shown.map(({ record, position }) => ({ node: record, cursor: encodeCursor(position) }));
  return {
    totalCount: records.length,
    pageInfo: {
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
      hasNextPage: start >= 0 && start + size < sorted.length,
      hasPreviousPage: start !== 0,
    },
    edges,
  };
}
