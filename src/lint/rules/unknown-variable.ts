import { variablesIn } from "../../wire/template.js";
import { TEMPLATE_VARIABLES, templateVariable } from "../../wire/template-variables.js";
import type { LintRule, RuleFinding } from "../lint-rule.js";
import type { LintSubject } from "../lint-subject.js";
import { webhookFindings } from "./webhook-warning-rule.js";

export const unknownVariable: LintRule = {
  name: "unknown-variable",
  severity: "warning",
  summary: "A `${…}` that is no template variable.",
  check: (subject) => [
    ...webhookFindings(subject, "unknown", ({ variable = "" }) => advice(subject, variable)),
    ...inPrompt(subject),
  ],
};

function advice({ compiled }: LintSubject, name: string): Partial<RuleFinding> {
  const meant = similar(name);
  if (meant !== undefined) return { expected: `\${${meant}}` };
  // Of an integration that is known by its id only, nobody can say here which secret it has.
  const mayBeSecret = compiled.integration === undefined && /^\w+$/.test(name);
  return mayBeSecret
    ? { severity: "info", expected: "right only as the name of the secret that the integration has" }
    : {};
}

function inPrompt({ compiled }: LintSubject): RuleFinding[] {
  const prompt = compiled.actionConfig?.ariaActionInput?.prompt ?? "";
  const unknown = variablesIn(prompt).filter((name) => templateVariable(name) === undefined);
  return unknown.map((name) => {
    const meant = similar(name);
    const given = `\${${name}}`;
    const expected = meant === undefined ? {} : { expected: `\${${meant}}` };
    return { path: "action.prompt", message: `${given} is no variable`, given, ...expected };
  });
}

/** The variable that is spelled with the same letters, or that has the same words among its own. */
function similar(name: string): string | undefined {
  const letters = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const names = TEMPLATE_VARIABLES.map((variable) => variable.name).filter((known) => !known.endsWith("."));
  const wanted = letters(name);
  return (
    names.find((known) => letters(known) === wanted) ??
    (wanted.length >= 4 ? names.find((known) => letters(known).includes(wanted)) : undefined)
  );
}
