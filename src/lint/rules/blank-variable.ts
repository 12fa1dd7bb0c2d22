import { variablesIn } from "../../wire/template.js";
import { templateVariable, templateVariablesFor } from "../../wire/template-variables.js";
import type { LintRule, RuleFinding } from "../lint-rule.js";
import type { LintSubject } from "../lint-subject.js";
import { webhookFindings } from "./webhook-warning-rule.js";

export const blankVariable: LintRule = {
  name: "blank-variable",
  severity: "warning",
  summary: "A template variable that such an event never fills in.",
  check: (subject) => {
    const filled = templateVariablesFor(subject.compiled.eventType).filter(({ documentedFor }) =>
      documentedFor.includes(subject.webhook ? "webhook" : "aria"),
    );
    const expected = `one of ${filled.map(({ name }) => name).join(", ")}`;
    return [
      ...webhookFindings(subject, "blank", ({ variable }) =>
        variable === "ACCESS_TOKEN" ? {} : { expected },
      ),
      ...inPrompt(subject, expected),
    ];
  },
};

function inPrompt({ compiled }: LintSubject, expected: string): RuleFinding[] {
  const { eventType, actionConfig } = compiled;
  const filled = templateVariablesFor(eventType);
  if (filled.length === 0) return [];
  return variablesIn(actionConfig?.ariaActionInput?.prompt ?? "").flatMap((name) => {
    const known = templateVariable(name);
    if (known === undefined || (filled.includes(known) && known.documentedFor.includes("aria"))) return [];
    const why = known.documentedFor.includes("aria")
      ? `${eventType} events don't fill it in`
      : "it is for webhooks";
    const given = `\${${name}}`;
    return [{ path: "action.prompt", message: `${given} is blank: ${why}`, given, expected }];
  });
}
