import type * as z from "zod/mini";
import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { describeKind, describeValue, isSecretName } from "./describe-value.js";
import { unknownOptions } from "./unknown-options.js";

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const part of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function toIssue(input: unknown, issue: z.core.$ZodIssue): ValidationIssue {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  const value = valueAt(input, issue.path);
  const given = path.some(isSecretName) ? describeKind(value) : describeValue(value);
  return { code: issue.code ?? "custom", path, message: `${issue.message}, got ${given}` };
}

/** A rule may be broken in two ways at once, of which one message tells enough. */
function withoutRepeats(issues: readonly ValidationIssue[]): ValidationIssue[] {
  const key = ({ path, message }: ValidationIssue) => [...path, message].join("\n");
  return [...new Map(issues.map((issue) => [key(issue), issue])).values()];
}

/**
 * Parses the options a caller gave. Every problem is reported at once.
 *
 * @param shape what each option must be; any other is refused.
 * @param subject what is being made, as the heading of the error: `MetricThresholdFilter`.
 * @param found problems found by other means, to be reported together with those of the shape.
 * @throws ValidationError
 */
export function validateInput<S extends z.ZodMiniObject>(
  shape: S,
  input: unknown,
  subject: string,
  found: readonly ValidationIssue[] = [],
): z.output<S> {
  const known = Object.keys(shape._zod.def.shape);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    const message = `must be an object with ${known.join(", ")}, got ${describeValue(input)}`;
    throw new ValidationError(subject, [{ code: "invalid_type", path: [], message }]);
  }
  const result = shape.safeParse(input);
  const issues = [
    ...unknownOptions(input, known),
    ...(result.success ? [] : withoutRepeats(result.error.issues.map((issue) => toIssue(input, issue)))),
    ...found,
  ];
  if (result.success && issues.length === 0) return result.data as z.output<S>;
  throw new ValidationError(subject, issues);
}
