import { isJsonObject } from "../../wire/json.js";
import { badOperand, fieldTest, unknownOperator } from "./field-operators.js";
import type { FilterProgram, FilterStep } from "./filter-program.js";

/** What is still to be compiled: a filter, the operators of one field, or a node whose children come first. */
type Task =
  | { readonly kind: "filter"; readonly json: unknown; readonly into: number[] }
  | { readonly kind: "field"; readonly field: string; readonly json: object; readonly into: number[] }
  | {
      readonly kind: "close";
      readonly as: "and" | "or" | "nor" | "not";
      readonly children: number[];
      readonly into: number[];
    };

/**
 * Compiles a Mongo-like filter. Several keys of one object, and several operators of one field, are a
 * conjunction; a bare value means equality; `$not` wraps a filter or stands inside a field.
 *
 * @throws EvaluationError naming an operator that isn't known, or one that can't take what it is given.
 */
export function compileFilter(json: unknown): FilterProgram {
  const compiler = new FilterCompiler();
  return compiler.compile(json);
}

class FilterCompiler {
  readonly #steps: FilterStep[] = [];
  readonly #fields = new Set<string>();
  readonly #tasks: Task[] = [];

  compile(json: unknown): FilterProgram {
    this.#tasks.push({ kind: "filter", json, into: [] });
    for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) this.#perform(task);
    return { steps: this.#steps, fields: [...this.#fields] };
  }

  #perform(task: Task): void {
    if (task.kind === "close") {
      task.into.push(this.#steps.push({ kind: task.as, children: task.children }) - 1);
    } else if (task.kind === "filter") {
      this.#filter(task.json, task.into);
    } else {
      const children = this.#open("and", task.into);
      for (const [operator, operand] of Object.entries(task.json)) {
        this.#operator(task.field, operator, operand, children);
      }
    }
  }

  /** A node whose children are compiled before it: tasks are taken from the end. */
  #open(as: "and" | "or" | "nor" | "not", into: number[]): number[] {
    const children: number[] = [];
    this.#tasks.push({ kind: "close", as, children, into });
    return children;
  }

  #filter(json: unknown, into: number[]): void {
    if (!isJsonObject(json)) throw badOperand("A filter", "its place", "an object", json);
    const entries = Object.entries(json);
    const target = entries.length === 1 ? into : this.#open("and", into);
    for (const [key, value] of entries) this.#entry(key, value, target);
  }

  #entry(key: string, value: unknown, into: number[]): void {
    if (key === "$and" || key === "$or" || key === "$nor") {
      if (!Array.isArray(value)) throw badOperand(key, "the root of a filter", "a list of filters", value);
      const children = this.#open(key.slice(1) as "and" | "or" | "nor", into);
      for (const json of value) this.#tasks.push({ kind: "filter", json, into: children });
    } else if (key === "$not") {
      this.#tasks.push({ kind: "filter", json: value, into: this.#open("not", into) });
    } else if (key.startsWith("$")) {
      throw unknownOperator(key, "the root of a filter");
    } else if (isOperators(value)) {
      this.#tasks.push({ kind: "field", field: key, json: value, into });
    } else {
      this.#operator(key, "$eq", value, into);
    }
  }

  #operator(field: string, operator: string, operand: unknown, into: number[]): void {
    this.#fields.add(field);
    if (operator !== "$not") {
      const test = fieldTest(operator, operand, field);
      into.push(this.#steps.push({ kind: "test", field, operator, operand, test }) - 1);
      return;
    }
    if (!isOperators(operand)) throw badOperand("$not", field, "an object of operators", operand);
    this.#tasks.push({ kind: "field", field, json: operand, into: this.#open("not", into) });
  }
}

/** `{ "$gt": 1 }` holds operators; `{}` and `{ "lr": 1 }` are values to be equal to. */
function isOperators(value: unknown): value is object {
  return isJsonObject(value) && Object.keys(value).some((key) => key.startsWith("$"));
}
