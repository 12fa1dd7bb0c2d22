import { UnexpectedResponseError } from "../errors/index.js";
import type { CallOptions } from "../transport/call.js";
import type { Connection } from "../wire/documents.js";

/** One request's worth of a listing. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Give it as `start` to go on after this page later; null at the end. */
  readonly cursor: string | null;
  /** How many there are in all, where the server tells: for runs. */
  readonly total?: number;
}

/** What every listing takes. `signal` and `timeoutMs` are about each page. */
export interface ListOptions extends CallOptions {
  /** Rows per request. Default: 50. */
  readonly perPage?: number | undefined;
  /** Cursor of a page that was read before: the listing goes on after it. */
  readonly start?: string | undefined;
}

export const DEFAULT_PER_PAGE = 50;

/** A page as it comes from the server. */
export interface FetchedPage<T> {
  readonly items: readonly T[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
  readonly total?: number;
}

/** Fetches the page after `cursor`, the first for null. */
export type FetchPage<T> = (cursor: string | null) => Promise<FetchedPage<T>>;

/** Where a page of a connection ends. */
export function position(
  pageInfo: Connection<unknown>["pageInfo"],
): Omit<FetchedPage<never>, "items" | "total"> {
  return { endCursor: pageInfo.endCursor ?? null, hasNextPage: pageInfo.hasNextPage };
}

/**
 * A listing that is fetched page by page as it is read, and anew each time it is read.
 *
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 *
 * const api = new Api();
 * for await (const automation of api.automations({ entity: "acme" })) console.log(automation.name);
 * const all = await api.automations({ entity: "acme" }).toArray();
 * for await (const page of api.automations({ entity: "acme" }).pages()) console.log(page.cursor, all.length);
 * ```
 */
export class Listing<T> implements AsyncIterable<T> {
  readonly #fetchPage: FetchPage<T>;
  readonly #start: string | null;

  constructor(fetchPage: FetchPage<T>, start: string | undefined) {
    this.#fetchPage = fetchPage;
    this.#start = start ?? null;
  }

  /**
   * The pages, each with the cursor to resume after it. A page may be empty without being the last.
   *
   * @throws UnexpectedResponseError when the server's cursors would lead round in a circle.
   */
  async *pages(): AsyncGenerator<Page<T>, void, undefined> {
    const seen = new Set<string | null>([this.#start]);
    let cursor = this.#start;
    for (;;) {
      const { endCursor, hasNextPage, ...page } = await this.#fetchPage(cursor);
      yield { ...page, cursor: hasNextPage ? endCursor : null };
      if (!hasNextPage) return;
      if (endCursor === null || seen.has(endCursor)) {
        const what = endCursor === null ? "no cursor to it" : "a cursor that was there before";
        throw new UnexpectedResponseError(`The server says there is another page but gives ${what}.`, {
          hint: "What was read so far is complete up to here; going on would never end.",
        });
      }
      seen.add(endCursor);
      cursor = endCursor;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** Everything, in one array. */
  async toArray(): Promise<T[]> {
    const all: T[] = [];
    for await (const item of this) all.push(item);
    return all;
  }
}
