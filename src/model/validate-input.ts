import type * as z from "zod/mini";
import { ValidationError, type ValidationIssue } from "../errors/index.js";

const LONGEST = 80;

/** Property names whose values are secrets, or may hold one, and are never shown. */
const SECRET_FIELDS = new Set(["webhookUrl", "urlEndpoint", "apiKey", "payload"]);

/** A value as it may be shown in a message: short, on one line. */
export function describeValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "function") return `a function`;
  let text: string | undefined;
  try {
    text = JSON.stringify(value, (key, inner: unknown) => (SECRET_FIELDS.has(key) ? "[redacted]" : inner));
  } catch {
    text = undefined;
  }
  text ??= Object.prototype.toString.call(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters)` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = input;
  for (const part of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function toIssues(input: unknown, error: z.core.$ZodError): ValidationIssue[] {
  return error.issues.flatMap((issue): ValidationIssue[] => {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        code: "unknown_option",
        path: [...path, key],
        message: `is not an option here${issue.message ? `; ${issue.message}` : ""}`,
      }));
    }
    const last = path.at(-1);
    const secret = typeof last === "string" && SECRET_FIELDS.has(last);
    const given = secret ? "a value that isn't shown" : describeValue(valueAt(input, issue.path));
    return [{ code: issue.code ?? "custom", path, message: `${issue.message}, got ${given}` }];
  });
}

/**
 * Parses what a caller gave. Every problem is reported at once.
 *
 * @param subject what is being made, as the heading of the error: `MetricThresholdFilter`.
 * @param found problems found by other means, to be reported together with those of the schema.
 * @throws ValidationError
 */
export function validateInput<S extends z.ZodMiniType>(
  schema: S,
  input: unknown,
  subject: string,
  found: readonly ValidationIssue[] = [],
): z.output<S> {
  const result = schema.safeParse(input);
  if (result.success && found.length === 0) return result.data;
  throw new ValidationError(subject, [...(result.success ? [] : toIssues(input, result.error)), ...found]);
}
