import { describe, expect, it } from "vitest";
import { compileAutomation, compileCreateInput, isValidationError } from "wandb-automations";
import { type AutomationSpec, buildAutomation } from "./build-automation.js";
import { readVectors } from "./vectors-dir.js";

interface Reject {
  why: string;
  spec: AutomationSpec;
}

/** Words of `why` that name the field, as the options call it. */
const FIELD: readonly (readonly [RegExp, string])[] = [
  [/prior window/, "priorWindow"],
  [/window/, "window"],
  [/threshold/, "threshold"],
  [/comparison/, "cmp"],
  [/aggregation/, "agg"],
  [/metric name/, "name"],
  [/amount/, "amount"],
  [/change type/, "changeType"],
  [/direction/, "changeDir"],
  [/run state '|states are/, "states"],
  [/scope/, "scope"],
  [/severity/, "severity"],
  [/integration id/, "integrationId"],
  [/payload/, "payload"],
  [/name/, "name"],
  [/prompt/, "prompt"],
];

describe("what must be refused", () => {
  it.each(readVectors<Reject[]>("rejects.json").map(({ why, spec }) => [why, spec] as const))(
    "%s",
    (why, spec) => {
      let caught: unknown;
      try {
        const automation = buildAutomation(spec);
        compileCreateInput(compileAutomation(automation), { scopeId: spec.event.scope.id });
      } catch (error) {
        caught = error;
      }
      if (!isValidationError(caught)) throw caught ?? new Error(`not refused: ${why}`);
      const named = caught.issues.flatMap((issue) => issue.path);
      const field = FIELD.find(([words]) => words.test(why))?.[1];
      // A kind of refusal that isn't in the table still has to name some field.
      if (field === undefined) expect(named.length).toBeGreaterThan(0);
      else if (why.startsWith("OnCreateArtifact")) expect(named).toContain("scope");
      else expect(named).toContain(field);
      expect(caught.message).not.toMatch(/undefined|\[object/);
    },
  );
});
