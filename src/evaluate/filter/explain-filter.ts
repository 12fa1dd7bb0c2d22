import { type FilterProgram, type FilterStep, runSteps } from "./filter-program.js";
import { type FieldReader, MISSING } from "./filter-value.js";

const MAX_CLAUSES = 5;
const MAX_TEXT = 80;

/**
 * The clauses that decided against the record, in words with what it has: `display_name $contains "prod"
 * (it is "dev-1")`. Empty where the record passes.
 */
export function failedClauses(program: FilterProgram, read: FieldReader): string[] {
  const truth = runSteps(program, read);
  const clauses: string[] = [];
  const todo: { at: number; wanted: boolean }[] = [{ at: program.steps.length - 1, wanted: true }];
  for (let next = todo.pop(); next !== undefined && clauses.length < MAX_CLAUSES; next = todo.pop()) {
    const step = program.steps[next.at];
    if (step === undefined || (truth[next.at] === 1) === next.wanted) continue;
    if (step.kind === "test") clauses.push(describe(step, next.wanted, read(step.field)));
    else if (step.children.length === 0) clauses.push(`$${step.kind} of no clauses`);
    else {
      const negates = step.kind === "not" || step.kind === "nor";
      const wanted = negates ? !next.wanted : next.wanted;
      for (const at of [...step.children].reverse()) todo.push({ at, wanted });
    }
  }
  return clauses;
}

function describe(step: FilterStep & { kind: "test" }, wanted: boolean, value: unknown): string {
  const clause = `${step.field} ${step.operator} ${show(step.operand)}`;
  const has = value === MISSING ? "it isn't set" : `it is ${show(value)}`;
  return wanted ? `${clause} (${has})` : `not ${clause} (${has})`;
}

function show(value: unknown): string {
  const text = toText(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function toText(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? String(value);
  const scalars =
    Array.isArray(value) && value.every((one) => typeof one !== "object" && typeof one !== "bigint");
  if (scalars) return JSON.stringify(value.slice(0, MAX_TEXT));
  return Array.isArray(value) ? `a list of ${value.length}` : "an object";
}
