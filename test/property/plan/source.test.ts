import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import * as root from "wandb-automations";
import {
  Automation,
  compileAutomation,
  compileCreateInput,
  isNewAutomation,
  type NewAutomation,
  OnRunState,
  RunEvent,
  SendWebhook,
} from "wandb-automations";
import * as plan from "wandb-automations/plan";
import { isSameAutomation } from "../../../src/client/same-automation.js";
import { automationsSource } from "../../../src/plan/source/automations-source.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { actions, events } from "../model/arbitraries.js";
import { savedNode } from "../model/saved-node.js";

/** What a file exports, run as CommonJS. */
function run(code: string): Record<string, unknown> {
  const { outputText, diagnostics } = ts.transpileModule(code, {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
  const exports = {};
  const load = (name: string) => (name === "wandb-automations" ? root : plan);
  new Function("exports", "require", outputText)(exports, load);
  return exports;
}

const nasty = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    "`${x}`",
    "*/ /*",
    "\n",
    "\\",
    "\u2028",
    "\u202e",
    "</script>",
    "class",
    "1st",
    "__proto__",
  ),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 30 }).filter((text) => !/\p{Surrogate}/u.test(text)),
);

const saved = fc
  .tuple(events, actions, nasty, fc.option(nasty, { nil: undefined }), fc.boolean())
  .map(([event, action, name, description, enabled]) => {
    const compiled = compileAutomation(event.then(action), { name, description, enabled });
    const input = compileCreateInput(compiled, { scopeId: event.scope.id as string });
    return new Automation(parseTrigger(savedNode(input, event.scope, true)), undefined as never);
  });

describe("automations as TypeScript", () => {
  it("make the same automations again, and always the same text", () => {
    fc.assert(
      fc.property(fc.array(saved, { minLength: 1, maxLength: 4 }), (automations) => {
        const { code, automations: pulled } = automationsSource(automations, new Map());
        expect(automationsSource([...automations].reverse(), new Map()).code.length).toBe(code.length);
        const exports = run(code);
        expect(Object.keys(exports).sort()).toEqual(pulled.map(({ exportName }) => exportName).sort());
        const made = Object.values(exports).map((value) =>
          isNewAutomation(value) ? compileAutomation(value) : (value as plan.KeptAutomation).compiled,
        );
        for (const { record } of automations) {
          const input = made.map((compiled) => ({
            ...compileCreateInput(compiled, { scopeId: record.scope.id ?? "" }),
            scopeType: record.scope.scopeType,
          }));
          expect(input.some((each) => isSameAutomation(record, each))).toBe(true);
        }
        expect(pulled.some(({ isKept }) => isKept)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("send payloads as they were written, but for spaces", () => {
    const key = fc.oneof(fc.constantFrom("b", "a", "0", "17", "__proto__"), fc.string({ unit: "grapheme" }));
    const value = fc.constantFrom(
      "1",
      "-0",
      "1.0",
      "2E3",
      "0.30",
      "9007199254740993",
      '{"b":1,"0":[2]}',
      "null",
      '"x"',
    );
    const scope = { kind: "project", scopeType: "PROJECT", id: "UHJvamVjdDox", project: "vision" } as const;
    const event = new OnRunState({ scope, filter: RunEvent.state.eq("failed") });
    const inputOf = (automation: NewAutomation) =>
      compileCreateInput(compileAutomation(automation, { name: "w" }), { scopeId: scope.id });
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value), { maxLength: 4 }), (members) => {
        const [spaced, dense] = [" , ", ","].map(
          (comma) => `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(comma)}}`,
        );
        const input = inputOf(
          event.then(new SendWebhook({ integrationId: "V2ViaG9vazox", payload: spaced })),
        );
        const automation = new Automation(parseTrigger(savedNode(input, scope, true)), undefined as never);
        const [made] = Object.values(run(automationsSource([automation], new Map()).code));
        const { genericWebhookActionInput } = inputOf(made as NewAutomation).triggeredActionConfig;
        expect([spaced, dense]).toContain(genericWebhookActionInput?.requestPayload);
      }),
      { numRuns: 300 },
    );
  });
});
