import type { ValidationIssue } from "../errors/index.js";
import type { JsonObject, JsonValue } from "../wire/json.js";
import { describeKind } from "./describe-value.js";
import { isPlainObject } from "./plain-object.js";

/** Objects and lists within each other. More costs the stack of whatever reads the JSON later. */
export const MAX_DEPTH = 500;
/** Objects, lists and single values together. */
export const MAX_VALUES = 100_000;
const MOST_ISSUES = 10;

/** How large a JSON value is. */
export interface JsonMeasure {
  readonly depth: number;
  readonly values: number;
}

/** A frozen copy of what was given, or what is wrong with it. */
export type JsonInput =
  | { readonly value: JsonValue; readonly measure: JsonMeasure }
  | { readonly issues: readonly ValidationIssue[] };

/** What to say about a value that is too deep or too large; `undefined` where it is neither. */
export function tooLarge({ depth, values }: JsonMeasure): string | undefined {
  if (depth > MAX_DEPTH) return `must be nested at most ${MAX_DEPTH} deep, got more`;
  if (values > MAX_VALUES) return `must hold at most ${MAX_VALUES} values, got more`;
  return undefined;
}

/** How large a value is that is known to be JSON, and not too deep. */
export function measureJson(value: JsonValue): JsonMeasure {
  if (typeof value !== "object" || value === null) return { depth: 0, values: 1 };
  let depth = 0;
  let values = 1;
  for (const inner of Object.values(value)) {
    const size = measureJson(inner);
    depth = Math.max(depth, size.depth);
    values += size.values;
  }
  return { depth: depth + 1, values };
}

/**
 * Copies a JSON value, frozen all the way down, so that nobody can change it later.
 *
 * What `JSON.stringify` would drop or change without a word is an issue instead: NaN, `undefined`, a function, a
 * Date, a value that contains itself.
 *
 * @param path where the value stands, as the beginning of the issues' paths.
 */
export function readJson(given: unknown, path: readonly (string | number)[]): JsonInput {
  const reader = new JsonReader(path);
  const value = reader.copy(given);
  if (reader.excess !== undefined)
    return { issues: [{ code: "too_large", path: [...path], message: reader.excess }] };
  return reader.issues.length > 0 ? { issues: reader.issues } : { value, measure: reader.measure };
}

class JsonReader {
  readonly issues: ValidationIssue[] = [];
  /** Set once it is clear that the value is too large; the rest isn't looked at any more. */
  excess: string | undefined;
  readonly #path: (string | number)[];
  readonly #around = new Set<object>();
  #depth = 0;
  #values = 0;

  constructor(path: readonly (string | number)[]) {
    this.#path = [...path];
  }

  get measure(): JsonMeasure {
    return { depth: this.#depth, values: this.#values };
  }

  copy(value: unknown): JsonValue {
    this.#values += 1;
    if (typeof value === "object" && value !== null)
      this.#depth = Math.max(this.#depth, this.#around.size + 1);
    this.excess ??= tooLarge(this.measure);
    if (this.excess !== undefined || this.issues.length >= MOST_ISSUES) return null;
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") {
      // Adding zero leaves every number as it is but -0, which JSON.stringify writes as 0 too.
      return Number.isFinite(value)
        ? value + 0
        : this.#refuse(`must be a finite number: JSON has no ${value}`);
    }
    if (!Array.isArray(value) && !isPlainObject(value))
      return this.#refuse(`must be a JSON value, got ${describeKind(value)}`);
    if (this.#around.has(value)) return this.#refuse("must not contain itself");
    this.#around.add(value);
    const copied = Array.isArray(value)
      ? Array.from(value, (item, i) => this.#inside(i, item))
      : this.#copyObject(value);
    this.#around.delete(value);
    return Object.freeze(copied);
  }

  #copyObject(value: Readonly<Record<string, unknown>>): JsonObject {
    const copied: Record<string, JsonValue> = {};
    for (const key of Object.keys(value)) {
      const inner = this.#inside(key, value[key]);
      // Assigned, it would set the prototype. As a property it is like any other.
      if (key === "__proto__") Object.defineProperty(copied, key, { value: inner, enumerable: true });
      else copied[key] = inner;
    }
    return copied;
  }

  #inside(key: string | number, value: unknown): JsonValue {
    this.#path.push(key);
    const copied = this.copy(value);
    this.#path.pop();
    return copied;
  }

  #refuse(message: string): null {
    this.issues.push({ code: "not_json", path: [...this.#path], message });
    return null;
  }
}
