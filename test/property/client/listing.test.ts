import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Listing } from "../../../src/client/pages.js";

/** A server's pages, empty ones among them, by their cursors. */
const pages = fc.array(fc.array(fc.integer(), { maxLength: 4 }), { minLength: 1, maxLength: 8 });

function serve(all: readonly (readonly number[])[], start?: string): Listing<number> {
  return new Listing(async (cursor) => {
    const at = cursor === null ? 0 : Number(cursor) + 1;
    return { items: all[at] ?? [], endCursor: String(at), hasNextPage: at < all.length - 1 };
  }, start);
}

describe("Listing", () => {
  it("gives every row once, in order, however they are spread over pages", async () => {
    await fc.assert(
      fc.asyncProperty(pages, async (all) => {
        expect(await serve(all).toArray()).toEqual(all.flat());
      }),
    );
  });

  it("resumes at any page's cursor without missing or repeating a row", async () => {
    await fc.assert(
      fc.asyncProperty(pages, fc.nat(), async (all, pick) => {
        const read: { items: readonly number[]; cursor: string | null }[] = [];
        for await (const page of serve(all).pages()) read.push(page);
        const at = pick % read.length;
        const before = read.slice(0, at + 1).flatMap(({ items }) => items);
        const cursor = read[at]?.cursor;
        const after = cursor == null ? [] : await serve(all, cursor).toArray();
        expect([...before, ...after]).toEqual(all.flat());
      }),
    );
  });

  it("ends for any cursors a server may give", async () => {
    const cursors = fc.array(fc.option(fc.constantFrom("a", "b", "c", "d")), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(cursors, async (given) => {
        let requests = 0;
        const listing = new Listing<number>(async () => {
          requests += 1;
          return {
            items: [requests],
            endCursor: given[(requests - 1) % given.length] ?? null,
            hasNextPage: true,
          };
        }, undefined);
        await expect(listing.toArray()).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
        expect(requests).toBeLessThanOrEqual(5);
      }),
    );
  });
});
