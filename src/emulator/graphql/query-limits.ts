import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";
import { badRequest } from "./api-error.js";

/** Nesting of selections and values; the introspection query of GraphiQL needs 16. */
const MAX_DEPTH = 24;
/** Brackets open at once in a request's text; keeps the recursive parser off its stack's end. */
const MAX_BRACKETS = 100;
/** Fields, fragments and spreads that a document may hold. */
const MAX_SELECTIONS = 3000;
/** Fields that may be resolved, lists counted by their page size. */
const MAX_COST = 10_000_000;
const DEFAULT_PAGE = 50;
const MAX_PAGE = 1000;

/** Refuses a text that is nested too deeply to be parsed, in one pass and without recursion. */
export function checkNesting(query: string): void {
  let open = 0;
  for (let i = 0; i < query.length; i++) {
    const char = query.charCodeAt(i);
    if (char === 0x7b || char === 0x5b || char === 0x28) open += 1;
    else if (char === 0x7d || char === 0x5d || char === 0x29) open -= 1;
    if (open > MAX_BRACKETS) throw badRequest(`the query opens more than ${MAX_BRACKETS} brackets at once`);
  }
}

/**
 * Refuses a valid document that would cost too much to answer. Fragments count wherever they are spread, so
 * fragments of fragments can't hide a large query in a small text.
 */
export function checkCost(document: DocumentNode, variables: Readonly<Record<string, unknown>>): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  countSelections(document);
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const counter = new CostCounter(fragments, variables);
  let cost = 0;
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) cost += counter.selections(definition.selectionSet, 1);
  if (cost > MAX_COST)
    throw badRequest(
      `the query costs ${cost} fields, at most ${MAX_COST} are answered: ask for smaller pages`,
    );
}

function countSelections(document: DocumentNode): void {
  let count = 0;
  const waiting = document.definitions.flatMap((definition) =>
    "selectionSet" in definition && definition.selectionSet ? [definition.selectionSet] : [],
  );
  for (let set = waiting.pop(); set !== undefined; set = waiting.pop()) {
    count += set.selections.length;
    for (const selection of set.selections)
      if ("selectionSet" in selection && selection.selectionSet) waiting.push(selection.selectionSet);
  }
  if (count > MAX_SELECTIONS)
    throw badRequest(`the query selects ${count} fields, at most ${MAX_SELECTIONS} are answered`);
}

class CostCounter {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: Readonly<Record<string, unknown>>;
  /** Cost and height of fragments, each counted once however often it is spread. */
  readonly #known = new Map<string, { cost: number; height: number }>();

  constructor(
    fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    variables: Readonly<Record<string, unknown>>,
  ) {
    this.#fragments = fragments;
    this.#variables = variables;
  }

  selections(set: SelectionSetNode, depth: number): number {
    const { cost, height } = this.#measure(set);
    if (depth + height > MAX_DEPTH)
      throw badRequest(`the query is ${depth + height} levels deep, at most ${MAX_DEPTH} are answered`);
    return cost;
  }

  #measure(set: SelectionSetNode): { cost: number; height: number } {
    let cost = 0;
    let height = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const inner = this.#fragment(selection.name.value);
        cost += inner.cost;
        height = Math.max(height, inner.height);
        continue;
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const inner = this.#measure(selection.selectionSet);
        cost += inner.cost;
        height = Math.max(height, inner.height);
        continue;
      }
      const inner = selection.selectionSet ? this.#measure(selection.selectionSet) : { cost: 0, height: -1 };
      const first = selection.arguments?.find((argument) => argument.name.value === "first");
      cost += 1 + inner.cost * (first ? this.#pageSize(first.value) : 1);
      height = Math.max(height, inner.height + 1);
    }
    return { cost, height };
  }

  #fragment(name: string): { cost: number; height: number } {
    const known = this.#known.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    // Fragments that spread each other in a circle: validation refuses them, measuring mustn't follow them.
    this.#known.set(name, { cost: 0, height: 0 });
    const measured = fragment ? this.#measure(fragment.selectionSet) : { cost: 0, height: 0 };
    this.#known.set(name, measured);
    return measured;
  }

  #pageSize(value: ValueNode): number {
    const given =
      value.kind === Kind.VARIABLE
        ? this.#variables[value.name.value]
        : value.kind === Kind.INT
          ? Number(value.value)
          : null;
    return typeof given === "number" && given > 0 ? Math.min(given, MAX_PAGE) : DEFAULT_PAGE;
  }
}
