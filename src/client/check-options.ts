import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { describeValue } from "../model/describe-value.js";

/** What every call takes. */
export const CALL_OPTION_NAMES = ["signal", "timeoutMs"] as const;
/** What every listing takes. */
export const LIST_OPTION_NAMES = [...CALL_OPTION_NAMES, "perPage", "start"] as const;

type Check = readonly [isRight: (value: unknown) => boolean, rule: string];

const isText: Check = [(value) => typeof value === "string" && value !== "", "must be text that isn't empty"];
const isFlag: Check = [(value) => typeof value === "boolean", "must be true or false"];
const isMilliseconds: Check = [
  (value) => typeof value === "number" && value > 0,
  "must be a positive number of milliseconds",
];
const isSignal: Check = [
  (value) => typeof (value as AbortSignal | null)?.addEventListener === "function",
  "must be an AbortSignal",
];
const isFunction: Check = [(value) => typeof value === "function", "must be a function"];

function areHeaders(value: unknown): boolean {
  try {
    new Headers(value as RequestInit["headers"]);
    return true;
  } catch {
    return false;
  }
}
const isObject: Check = [(value) => typeof value === "object" && value !== null, "must be an object"];
const isAnything: Check = [() => true, ""];
const isStep: Check = [
  (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  "must be a whole number from 0 on",
];

/** Options that are secrets, or may hold some. */
const SECRETS = ["apiKey", "baseUrl", "headers"];

/** What each option must be; options of one name mean the same everywhere. */
const CHECKS: Readonly<Record<string, Check>> = {
  apiKey: [(value) => typeof value === "string", "must be text"],
  baseUrl: isText,
  fetch: isFunction,
  logger: isFunction,
  environment: isObject,
  userAgent: isText,
  headers: [areHeaders, "must be headers"],
  checkFeatures: isFlag,
  timeoutMs: isMilliseconds,
  attemptTimeoutMs: isMilliseconds,
  retries: isStep,
  signal: isSignal,
  perPage: [
    (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000,
    "must be a whole number from 1 to 1000",
  ],
  start: isText,
  entity: isText,
  project: isText,
  organization: isText,
  name: isText,
  onConflict: [
    (value) => ["error", "fetch", "update"].includes(value as string),
    'must be "error", "fetch" or "update"',
  ],
  createMissing: isFlag,
  allowUnverified: isFlag,
  keys: [
    (value) =>
      Array.isArray(value) && value.length > 0 && value.every((key) => typeof key === "string" && key !== ""),
    "must be a list of metric names",
  ],
  minStep: isStep,
  maxStep: isStep,
  filters: isObject,
  order: isText,
  // The compiler checks these, with the automation they are to change.
  description: isAnything,
  enabled: isAnything,
  event: isAnything,
  action: isAnything,
  scope: isAnything,
};

/**
 * Checks an options object: its type, that it has no option but those named, and what each is.
 *
 * @throws ValidationError listing everything that is wrong.
 */
export function checkOptions(subject: string, options: unknown, names: readonly string[]): void {
  if (options === undefined) return;
  if (typeof options !== "object" || options === null) {
    const message = `must be an object with ${names.join(", ")}, got ${describeValue(options)}`;
    throw new ValidationError(subject, [{ code: "invalid_type", path: [], message }]);
  }
  const issues = Object.entries(options).flatMap(([name, value]): ValidationIssue[] => {
    if (!names.includes(name)) {
      const message = `is not an option here; options are ${names.join(", ")}`;
      return [{ code: "unknown_option", path: [name], message }];
    }
    const [isRight, rule] = CHECKS[name] ?? isAnything;
    if (value === undefined || isRight(value)) return [];
    const given = SECRETS.includes(name) ? "a value that is not shown" : describeValue(value);
    return [{ code: "invalid_option", path: [name], message: `${rule}, got ${given}` }];
  });
  if (issues.length > 0) throw new ValidationError(subject, issues);
}

/** The error of an argument, or an option, that can't be what it is. */
export function wrongArgument(subject: string, path: string, rule: string, given: unknown): ValidationError {
  const message = `${rule}, got ${describeValue(given)}`;
  return new ValidationError(subject, [{ code: "invalid_argument", path: [path], message }]);
}
