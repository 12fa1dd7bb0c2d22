import { compileAutomation } from "../compile/compile-automation.js";
import { ValidationError, type ValidationIssue } from "../errors/index.js";
import { describeValue } from "../model/describe-value.js";
import { isKeptAutomation, type KeptAutomation } from "../model/kept-automation.js";
import { isNewAutomation, type NewAutomation } from "../model/new-automation.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { readMarker } from "./owner-marker.js";

/** An automation of a configuration: what there should be on the server. */
export interface DesiredAutomation {
  /**
   * What it is called in the configuration, such as the name of its export. It is kept on the server, so that an
   * automation that gets another name is renamed and not made anew. None by default.
   */
  readonly key?: string | undefined;
  readonly automation: NewAutomation | KeptAutomation;
  /** Its name, where it has none of its own: plans tell automations apart by scope and name. */
  readonly name?: string | undefined;
}

/** A desired automation as it would be sent. */
export interface CompiledDesired {
  readonly key: string;
  readonly name: string;
  readonly compiled: CompiledAutomation;
  /** Written down as the server has it: what isn't changed about it isn't sent. */
  readonly isKept: boolean;
}

/**
 * Compiles what a configuration wants.
 *
 * @throws ValidationError listing every one that isn't an automation or has no name.
 */
export function compileDesired(desired: readonly DesiredAutomation[]): CompiledDesired[] {
  const issues: ValidationIssue[] = [];
  const compiled = desired.flatMap((item, i) => {
    const read = compileOne(item, i);
    if ("name" in read) return [read];
    issues.push(read);
    return [];
  });
  if (issues.length > 0) throw new ValidationError("Plan", issues);
  return compiled;
}

function compileOne(
  { key = "", automation, name: otherwise }: DesiredAutomation,
  i: number,
): CompiledDesired | ValidationIssue {
  const isKept = isKeptAutomation(automation);
  if (!isKept && !isNewAutomation(automation)) {
    const message = `must be what event.then() or defineAutomation() returns, got ${describeValue(automation)}`;
    return { code: "invalid_automation", path: ["desired", i, "automation"], message };
  }
  const compiled = isKept
    ? automation.compiled
    : compileAutomation(automation, { name: automation.name ?? otherwise });
  const { name, description } = compiled;
  const called = key === "" ? `${automation}` : key;
  if (name === undefined) {
    const message = `must have a name (${called}): defineAutomation({ name: "…", event, action })`;
    return { code: "required", path: ["desired", i, "name"], message };
  }
  if (description !== undefined && readMarker(description).text !== description) {
    const message = `must not hold a marker of its own (${called}): plans put it there`;
    return { code: "invalid_description", path: ["desired", i, "description"], message };
  }
  return { key, name, compiled, isKept };
}
