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
  /** Cursors are worked out where they are asked for. */
  readonly edges: readonly { readonly node: T; readonly cursor: () => string }[];
}

export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
}

/** A value that orders records; compared with what it is equal in type to, missing values last. */
export type SortKey = string | number | boolean | null;

/** How a listing is ordered: by creation, the oldest or the newest first, or by a key and then by creation. */
export type Ordering<T> =
  | "oldest"
  | "newest"
  | { readonly keyOf: (record: T) => SortKey; readonly descending: boolean };

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

/** Records from several lists in the order of their creation, which is how the store's own lists are. */
export function inOrder<T extends { readonly number: number }>(records: readonly T[]): readonly T[] {
  return [...records].sort((a, b) => a.number - b.number);
}

/**
 * One page of `records`, which come in the order of their creation. A cursor names the last record of its page by its
 * sort key and number, not by its place, so what is created or deleted while a client walks neither repeats nor hides
 * anything else.
 */
export function toConnection<T extends { readonly number: number }>(
  records: readonly T[],
  page: PageArguments,
  ordering: Ordering<T> = "oldest",
): Connection<T> {
  const size = pageSize(page.first);
  const after = page.after ? decodeCursor(page.after) : undefined;
  const listing =
    typeof ordering === "string" ? byNumber(records, ordering === "newest") : byKey(records, ordering);
  const start = after ? placeAfter(listing, after) : 0;
  const end = Math.min(start + size, listing.length);
  const edges: { node: T; cursor: () => string }[] = [];
  for (let i = start; i < end; i++) {
    const node = listing.at(i);
    edges.push({ node, cursor: () => encodeCursor(listing.positionOf(node)) });
  }
  return {
    totalCount: records.length,
    pageInfo: {
      startCursor: edges[0]?.cursor() ?? null,
      endCursor: edges.at(-1)?.cursor() ?? null,
      hasNextPage: end < listing.length,
      hasPreviousPage: start !== 0,
    },
    edges,
  };
}

/** Records in the order in which they are listed. */
interface Listing<T> {
  readonly length: number;
  at(place: number): T;
  positionOf(record: T): Position;
  compare(a: Position, b: Position): number;
}

/** The first place behind a position: where the record stands that comes next, whether or not the one before is gone. */
function placeAfter<T>({ length, at, positionOf, compare }: Listing<T>, position: Position): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(positionOf(at(middle)), position) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function byNumber<T extends { readonly number: number }>(
  records: readonly T[],
  newestFirst: boolean,
): Listing<T> {
  const { length } = records;
  const sign = newestFirst ? -1 : 1;
  return {
    length,
    at: (place) => records[newestFirst ? length - 1 - place : place]!,
    positionOf: ({ number }) => [null, number],
    compare: (a, b) => sign * (a[1] - b[1]),
  };
}

function byKey<T extends { readonly number: number }>(
  records: readonly T[],
  { keyOf, descending }: Exclude<Ordering<T>, string>,
): Listing<T> {
  const sign = descending ? -1 : 1;
  const compare = (a: Position, b: Position) => sign * compareKeys(a[0], b[0]) || a[1] - b[1];
  const positions = new Map(records.map((record) => [record, [keyOf(record), record.number] as Position]));
  const positionOf = (record: T) => positions.get(record)!;
  const sorted = [...records].sort((a, b) => compare(positionOf(a), positionOf(b)));
  return { length: sorted.length, at: (place) => sorted[place]!, positionOf, compare };
}
