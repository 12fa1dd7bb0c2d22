import type { Shape } from "../shape.js";

/**
 * One GraphQL operation: its text, and what its answer must look like to be used. `Variables` and `Data` are what the
 * types of a caller see of it.
 */
export interface Operation<Variables extends object, Data> {
  /** Name of the operation in `text`. */
  readonly name: string;
  readonly kind: "query" | "mutation";
  readonly text: string;
  readonly data: Shape<Data>;
  /** Never set: carries the type of the variables. */
  readonly variables?: Variables;
}

/** What {@link defineOperation} takes: the operation's text without the `query Name` that is made from the rest. */
interface OperationParts<Data> {
  readonly name: string;
  readonly kind?: "query" | "mutation";
  /** Variable definitions, e.g. `$entity: String!, $cursor: String`. */
  readonly takes?: string;
  /** Selection of the operation, without its braces. */
  readonly selects: string;
  /** Fragments that the selection uses. */
  readonly fragments?: string;
  readonly data: Shape<Data>;
}

/** Puts an operation's text together. */
export function defineOperation<Variables extends object, Data>(
  parts: OperationParts<Data>,
): Operation<Variables, Data> {
  const { name, kind = "query", takes, selects, fragments = "", data } = parts;
  const text = `${kind} ${name}${takes ? `(${takes})` : ""} { ${selects} } ${fragments}`;
  return Object.freeze({ name, kind, text: text.replace(/\s+/g, " ").trim(), data });
}
