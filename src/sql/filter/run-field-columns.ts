import { unknownRunFields } from "../../evaluate/filter/run-fields.js";
import type { Dialect } from "../dialect.js";
import type { RunField } from "../source/run-field.js";

/** Fields that every run has a column for, besides those that are asked for; entity and project are text there. */
const ALWAYS: ReadonlySet<string> = new Set(["id", "entity", "project"]);

/** The fields that run filters look at, each read once. */
export class RunFieldColumns {
  readonly #d: Dialect;
  readonly #fields: string[] = [];

  constructor(dialect: Dialect) {
    this.#d = dialect;
  }

  /** The column with the value of a field, dotted paths included; null where the run has none. */
  column(field: string): string {
    if (unknownRunFields([field]).length > 0) return this.#d.json.parse("NULL");
    const known = this.#fields.indexOf(field);
    return `field_${known >= 0 ? known : this.#fields.push(field) - 1}`;
  }

  get names(): readonly string[] {
    return this.#fields;
  }

  /** `<expression> AS <column>`, for a SELECT. */
  get select(): string[] {
    return this.#fields.map((field, i) => `${this.#read(field)} AS field_${i}`);
  }

  /** The columns of the runs table that are needed. */
  get needed(): RunField[] {
    const first = this.#fields.map(firstPart).filter((field) => !ALWAYS.has(field));
    return [...new Set(first)] as RunField[];
  }

  #read(field: string): string {
    const d = this.#d;
    const first = firstPart(field);
    const isText = first === "entity" || first === "project";
    const column = isText
      ? `CASE WHEN ${first} IS NOT NULL THEN ${d.json.ofText(first)} END`
      : d.identifier(first);
    if (!field.includes(".")) return column;
    const path = field.slice(field.indexOf(".") + 1);
    const member = (value: string, key: string) =>
      `CASE WHEN ${d.json.isObject(value)} THEN ${d.json.member(value, key)} END`;
    // `a.b` of a field is its key `a.b` if it has one, else `b` inside `a`.
    const walked = path.split(".").reduce(member, column);
    return path.includes(".") ? `coalesce(${member(column, path)}, ${walked})` : walked;
  }
}

/** `name` is the run's id, as W&B's own filters have it. */
function firstPart(field: string): string {
  const first = field.split(".", 1)[0]!;
  return first === "name" ? "id" : first;
}
