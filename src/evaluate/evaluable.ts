import { compileAutomation, compileSaved } from "../compile/compile-automation.js";
import { EvaluationError } from "../errors/index.js";
import { type Automation, isAutomation } from "../model/automation.js";
import { isNewAutomation, type NewAutomation } from "../model/new-automation.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";

/**
 * What can be dry-run: an automation built in code, one fetched from a server, or the compiled form of either.
 * All are evaluated in compiled form, so a dry run also tests what would be sent.
 */
export type Evaluable =
  | NewAutomation
  | Automation
  | CompiledAutomation
  | { readonly compiled: CompiledAutomation };

/** One automation or several, in the order in which verdicts name them. */
export type Evaluables = Evaluable | Iterable<Evaluable>;

/**
 * The automations in compiled form.
 *
 * @throws EvaluationError naming what isn't an automation.
 */
export function toCompiledList(given: Evaluables): CompiledAutomation[] {
  const list = isIterable(given) ? [...given] : [given];
  return list.map((one, index) => toCompiled(one, index));
}

function isIterable(given: Evaluables): given is Iterable<Evaluable> {
  return typeof given === "object" && given !== null && Symbol.iterator in given;
}

function toCompiled(given: Evaluable, index: number): CompiledAutomation {
  if (isNewAutomation(given)) return compileAutomation(given);
  if (isAutomation(given)) return compileSaved(given);
  const compiled =
    typeof given === "object" && given !== null && "compiled" in given ? given.compiled : given;
  if (isCompiled(compiled)) return compiled;
  throw new EvaluationError(
    `Automation ${index} is ${describe(given)}, which can't be evaluated: ${lacking(given)}.`,
    {
      hint: "Give what event.then(action) returns, an automation fetched from the API, or a CompiledAutomation.",
    },
  );
}

function lacking(given: unknown): string {
  if (given instanceof Promise) return "await it first";
  const isEvent = typeof given === "object" && given !== null && "then" in given && "scope" in given;
  return isEvent
    ? "it is an event without an action, as .then(action) gives it"
    : "it has no compiled event and scope";
}

function isCompiled(value: unknown): value is CompiledAutomation {
  if (typeof value !== "object" || value === null) return false;
  const { eventType, eventFilter, scope } = value as Partial<CompiledAutomation>;
  const hasScope = typeof scope === "object" && scope !== null;
  return typeof eventType === "string" && typeof eventFilter === "string" && hasScope;
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return `a ${typeof value}`;
  return `an object of type ${value.constructor?.name || "unknown"}`;
}
