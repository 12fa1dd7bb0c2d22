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

/** How a listing is ordered: the newest first, or by a key and then by creation. */
export type Ordering<T> = "newest" | { readonly keyOf: (record: T) => SortKey; readonly descending: boolean };

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
  const after = page.after ? decodeCursor(page.after) : undefined;
  const isByKey = ordering !== undefined && ordering !== "newest";
  const { sorted, positionOf, compare } = isByKey
    ? byKey(records, ordering)
    : byNumber(records, ordering === "newest");
  const start = after ? sorted.findIndex((record) => compare(positionOf(record), after) > 0) : 0;
  const shown = start < 0 ? [] : sorted.slice(start, start + size);
  const edges = shown.map((record) => ({ node: record, cursor: encodeCursor(positionOf(record)) }));
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

interface Sorted<T> {
  readonly sorted: readonly T[];
  readonly positionOf: (record: T) => Position;
  readonly compare: (a: Position, b: Position) => number;
}

function byNumber<T extends { readonly number: number }>(
  records: readonly T[],
  newestFirst: boolean,
): Sorted<T> {
  // Mostly they are in order already: the store keeps them so.
  const isSorted = records.every((record, i) => i === 0 || records[i - 1]!.number <= record.number);
  const ascending = isSorted ? records : [...records].sort((a, b) => a.number - b.number);
  const sign = newestFirst ? -1 : 1;
  return {
    sorted: newestFirst ? [...ascending].reverse() : ascending,
    positionOf: ({ number }) => [null, number],
    compare: (a, b) => sign * (a[1] - b[1]),
  };
}

function byKey<T extends { readonly number: number }>(
  records: readonly T[],
  { keyOf, descending }: Exclude<Ordering<T>, "newest">,
): Sorted<T> {
  const sign = descending ? -1 : 1;
  const compare = (a: Position, b: Position) => sign * compareKeys(a[0], b[0]) || a[1] - b[1];
  const positions = new Map(records.map((record) => [record, [keyOf(record), record.number] as Position]));
  const positionOf = (record: T) => positions.get(record)!;
  return {
    sorted: [...records].sort((a, b) => compare(positionOf(a), positionOf(b))),
    positionOf,
    compare,
  };
}
