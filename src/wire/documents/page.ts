import { flag, list, nullish, object, type Shape, text } from "../shape.js";

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
  readonly edges: readonly ({ readonly node?: Node | null | undefined } | null | undefined)[];
}

/** Reads a connection. */
export function connection<Node>(node: Shape<Node>): Shape<Connection<Node>> {
  return object({
    pageInfo: object({ endCursor: nullish(text), hasNextPage: flag }),
    edges: list(nullish(object({ node: nullish(node) }))),
  });
}
