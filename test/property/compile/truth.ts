import type { FilterJson, JsonValue } from "wandb-automations";

/** What a filter asks of single fields: how many such questions there are, and which of them hold. */
export type World = (atom: string) => boolean;

// A map, because `__proto__` is a field that filters may ask about.
const lists = new Map<string, (truths: boolean[]) => boolean>([
  ["$and", (truths) => truths.every(Boolean)],
  ["$or", (truths) => truths.some(Boolean)],
  ["$nor", (truths) => !truths.some(Boolean)],
]);

/**
 * Whether a filter is true in a world. Written against Mongo's rules and nothing of ours: an object is true where all
 * its keys are, a bare operand asks for equality, an operator that isn't known is a question of its own.
 */
export function isTrue(filter: FilterJson, world: World): boolean {
  return Object.entries(filter).every(([key, operand]) => {
    const list = lists.get(key);
    if (list) return list((operand as FilterJson[]).map((inner) => isTrue(inner, world)));
    if (key === "$not") return !isTrue(operand as FilterJson, world);
    return world(atom(key, operand));
  });
}

function atom(key: string, operand: JsonValue): string {
  const isCondition = typeof operand === "object" && operand !== null && !Array.isArray(operand);
  return JSON.stringify([key, isCondition || key.startsWith("$") ? operand : { $eq: operand }]);
}

/** The questions a filter asks. */
export function atomsOf(filter: FilterJson): Set<string> {
  const asked = new Set<string>();
  const visit = (inner: FilterJson): void => {
    for (const [key, operand] of Object.entries(inner)) {
      if (lists.has(key)) for (const item of operand as FilterJson[]) visit(item);
      else if (key === "$not") visit(operand as FilterJson);
      else asked.add(atom(key, operand));
    }
  };
  visit(filter);
  return asked;
}

/** Every world that can tell two filters apart that ask these questions. */
export function worldsOf(atoms: Iterable<string>): World[] {
  const list = [...atoms];
  return Array.from({ length: 2 ** list.length }, (_, bits) => (atomText: string) => {
    return Boolean((bits >> list.indexOf(atomText)) & 1);
  });
}
