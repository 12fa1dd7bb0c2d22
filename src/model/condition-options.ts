import { isValidationError, ValidationError, type ValidationIssue } from "../errors/index.js";
import { type Brand, hasBrand } from "./brand.js";
import { describeValue } from "./describe-value.js";
import type { FilterExpression } from "./filter-expression.js";
import { toRunFilter } from "./run-filter.js";
import { unknownOptions } from "./unknown-options.js";

/**
 * Reads `{ [name]: condition, run }`, the parts of a condition on runs.
 *
 * @param rule what the condition must be.
 * @throws ValidationError listing every option that is wrong.
 */
export function readCondition<Condition>(
  subject: string,
  options: unknown,
  { name, brand, rule }: { readonly name: string; readonly brand: Brand; readonly rule: string },
): { readonly condition: Condition; readonly run: FilterExpression } {
  if (typeof options !== "object" || options === null) {
    const message = `must be an object with ${name} and run, got ${describeValue(options)}`;
    throw new ValidationError(subject, [{ code: "invalid_type", path: [], message }]);
  }
  const { [name]: condition, run: givenRun } = options as Record<string, unknown>;
  const issues: ValidationIssue[] = unknownOptions(options, [name, "run"]);
  if (!hasBrand(condition, brand)) {
    const message = `must be ${rule}, got ${describeValue(condition)}`;
    issues.push({ code: "invalid_filter", path: [name], message });
  }
  let run: FilterExpression | undefined;
  try {
    run = toRunFilter(givenRun, ["run"]);
  } catch (error) {
    if (!isValidationError(error)) throw error;
    issues.push(...error.issues);
  }
  if (issues.length > 0 || run === undefined) throw new ValidationError(subject, issues);
  return { condition: condition as Condition, run };
}
