import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { describeKind, describeValue, isSecretName } from "./describe-value.js";
import { BrokenRule, type ReadOption } from "./option-readers.js";
import { unknownOptions } from "./unknown-options.js";

/** How each option of an object is read. */
export type OptionReaders<Options> = { readonly [Name in keyof Options]-?: ReadOption<Options[Name]> };

function toIssue(name: string, { code, rule }: BrokenRule, value: unknown): ValidationIssue {
  const given = isSecretName(name) ? describeKind(value) : describeValue(value);
  return { code, path: [name], message: `${rule}, got ${given}` };
}

/**
 * Reads the options a caller gave. Every problem is reported at once.
 *
 * @param readers what each option must be; any other is refused.
 * @param subject what is being made, as the heading of the error: `MetricThresholdFilter`.
 * @param found problems found by other means, to be reported together with those of the options.
 * @throws ValidationError
 */
export function validateInput<Options extends object>(
  readers: OptionReaders<Options>,
  input: unknown,
  subject: string,
  found: readonly ValidationIssue[] = [],
): Options {
  const known = Object.keys(readers);
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    const message = `must be an object with ${known.join(", ")}, got ${describeValue(input)}`;
    throw new ValidationError(subject, [{ code: "invalid_type", path: [], message }]);
  }
  const issues = unknownOptions(input, known);
  const options: Record<string, unknown> = {};
  for (const name of known) {
    const value = (input as Record<string, unknown>)[name];
    const read = (readers as Record<string, ReadOption<unknown>>)[name]!(value);
    if (read instanceof BrokenRule) issues.push(toIssue(name, read, value));
    else options[name] = read;
  }
  if (issues.length === 0 && found.length === 0) return options as Options;
  throw new ValidationError(subject, [...issues, ...found]);
}
