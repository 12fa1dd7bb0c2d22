import { describeValue } from "./validate-input.js";

interface Place {
  readonly value: unknown;
  readonly key: string | number | undefined;
  readonly parent: Place | undefined;
}

/** Where a value can't be JSON, and why. */
export interface NonJson {
  readonly path: (string | number)[];
  readonly message: string;
}

/** Whether `value` is an object literal, and not a Date, a Map or an instance of some class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  // Objects from another realm (a test runner's sandbox, an iframe) have another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/**
 * The first place in `value` that JSON can't hold: NaN, `undefined`, a function, a Date, a cycle.
 * `JSON.stringify` would drop or change those without a word.
 */
export function findNonJson(root: unknown): NonJson | undefined {
  // Without recursion and with linked paths: a filter nested 100,000 deep must cost neither the stack nor n² memory.
  const ancestors = new Set<object>();
  const stack: (Place | { readonly leave: object })[] = [{ value: root, key: undefined, parent: undefined }];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    if ("leave" in top) {
      ancestors.delete(top.leave);
      continue;
    }
    const message = whyNotJson(top.value, ancestors);
    if (message !== undefined) return { path: pathOf(top), message };
    if (typeof top.value !== "object" || top.value === null) continue;
    ancestors.add(top.value);
    stack.push({ leave: top.value });
    const entries: Iterable<[string | number, unknown]> = Array.isArray(top.value)
      ? top.value.entries()
      : Object.entries(top.value);
    for (const [key, value] of entries) stack.push({ value, key, parent: top });
  }
  return undefined;
}

function whyNotJson(value: unknown, ancestors: ReadonlySet<object>): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") {
    return Number.isFinite(value) ? undefined : `must be a finite number, JSON has no ${value}`;
  }
  if (typeof value !== "object" || (!Array.isArray(value) && !isPlainObject(value))) {
    return `must be a JSON value, got ${describeValue(value)}`;
  }
  return ancestors.has(value) ? "must not contain itself" : undefined;
}

function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: Place | undefined = place; at?.key !== undefined; at = at.parent) path.unshift(at.key);
  return path;
}
