import * as z from "zod/mini";

/** Where a page is in its connection. */
export const PAGE_INFO = "pageInfo { endCursor hasNextPage }";

/** Variables of a page: `cursor` is the end of the page before, null for the first. */
export interface PageVariables {
  readonly cursor: string | null;
  readonly perPage: number;
}

/** A connection of nodes; a node may be null where the server keeps it from us. */
export interface Connection<Node> {
  readonly pageInfo: { readonly endCursor?: string | null | undefined; readonly hasNextPage: boolean };
  readonly edges: readonly ({ readonly node?: Node | null | undefined } | null)[];
}

/** Reads a connection. */
export function connection<Node>(node: z.ZodMiniType<Node>): z.ZodMiniType<Connection<Node>> {
  return z.object({
    pageInfo: z.object({ endCursor: z.nullish(z.string()), hasNextPage: z.boolean() }),
    edges: z.array(z.nullable(z.object({ node: z.nullish(node) }))),
  });
}
