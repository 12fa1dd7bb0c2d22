import { EvaluationError } from "../../errors/index.js";
import type { FilterProgram, FilterStep } from "../../evaluate/filter/filter-program.js";
import type { Dialect } from "../dialect.js";
import { valueEquals, valueTest } from "./value-test.js";

/** Databases parse expressions by recursion. */
const MAX_DEPTH = 200;

/**
 * A run filter as a condition that is true or false, never null.
 *
 * @param fieldOf the column that holds a field's value
 * @throws EvaluationError when the filter is nested too deep, or an operand can't be said in SQL.
 */
export function filterSql(program: FilterProgram, fieldOf: (field: string) => string, d: Dialect): string {
  const done: { sql: string; depth: number }[] = [];
  for (const step of program.steps) {
    const depth = 1 + Math.max(0, ...childrenOf(step).map((child) => done[child]!.depth));
    if (depth > MAX_DEPTH) {
      throw new EvaluationError(
        `A run filter is nested ${depth} levels deep; in SQL, ${MAX_DEPTH} levels can be evaluated.`,
      );
    }
    const children = childrenOf(step).map((child) => done[child]!.sql);
    const sql = step.kind === "test" ? testSql(step, fieldOf(step.field), d) : combined(step.kind, children);
    done.push({ sql, depth });
  }
  return done.at(-1)?.sql ?? "TRUE";
}

const childrenOf = (step: FilterStep) => (step.kind === "test" ? [] : step.children);

function combined(kind: "and" | "or" | "nor" | "not", children: readonly string[]): string {
  if (kind === "and") return children.length === 0 ? "TRUE" : `(${children.join(" AND ")})`;
  const either = children.length === 0 ? "FALSE" : `(${children.join(" OR ")})`;
  return kind === "or" ? either : `NOT ${either}`;
}

function testSql(step: FilterStep & { kind: "test" }, field: string, d: Dialect): string {
  const { operator, operand } = step;
  if (operator === "$exists") return `(${field} IS ${operand === true ? "NOT " : ""}NULL)`;
  const negated = operator === "$ne" || operator === "$nin";
  const test =
    operator === "$in" || operator === "$nin"
      ? anyOf(
          (operand as readonly unknown[]).map((one) => orElement(field, (v) => valueEquals(v, one, d), d)),
        )
      : operator === "$eq" || operator === "$ne"
        ? orElement(field, (v) => valueEquals(v, operand, d), d)
        : operator === "$regex" || operator === "$contains"
          ? orElement(field, (v) => valueTest(operator, v, operand, d), d)
          : valueTest(operator, field, operand, d);
  // What isn't there passes no test, and so all negations.
  return `${negated ? "NOT " : ""}coalesce(${test}, FALSE)`;
}

function anyOf(tests: readonly string[]): string {
  return tests.length === 0 ? "FALSE" : `(${tests.join(" OR ")})`;
}

/** Whether the value, or an element of it if it is a list, passes. */
function orElement(value: string, test: (value: string) => string, d: Dialect): string {
  const found = d.size(d.keep(d.json.items(value), "element", `coalesce(${test("element")}, FALSE)`));
  return `(coalesce(${test(value)}, FALSE) OR CASE WHEN ${d.json.isList(value)} THEN ${found} > 0 END)`;
}
