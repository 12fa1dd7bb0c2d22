import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Action, type AutomationEvent, compileAutomation, compileCreateInput } from "wandb-automations";
import { meaningAfter, meaningOf } from "../../../src/client/automation-meaning.js";
import { isSameAutomation } from "../../../src/client/same-automation.js";
import { differencesBetween } from "../../../src/plan/differences.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { actions, events } from "../model/arbitraries.js";
import { savedNode } from "../model/saved-node.js";

const NAMES = { scope: () => undefined, integration: () => undefined };
const MARKED = "text [managed by wandb-automations: me#key]";
const facts = fc.record({
  name: fc.constantFrom("a", "b"),
  enabled: fc.boolean(),
  description: fc.constantFrom(undefined, "", "text", MARKED, "[managed by wandb-automations: me#key] text"),
});

function inputOf(event: AutomationEvent, action: Action, given: Parameters<typeof compileAutomation>[1]) {
  return compileCreateInput(compileAutomation(event.then(action), given), {
    scopeId: event.scope.id as string,
  });
}

/** Two automations, often the same in all but little. */
const pairs = fc
  .tuple(fc.tuple(events, actions, facts), fc.tuple(events, actions, facts), fc.nat(7))
  .map(([one, other, which]) => {
    const pick = <T>(i: number, a: T, b: T): T => ((which >> i) % 2 === 1 ? b : a);
    return [one, [pick(0, one[0], other[0]), pick(1, one[1], other[1]), pick(2, one[2], other[2])]] as const;
  });

describe("differences", () => {
  it("are none exactly where nothing would change", () => {
    fc.assert(
      fc.property(pairs, fc.boolean(), ([is, wanted], asText) => {
        const record = parseTrigger(savedNode(inputOf(...is), is[0].scope, asText));
        const input = inputOf(...wanted);
        const before = meaningOf(record);
        const found = differencesBetween(before, meaningAfter(input, before), NAMES);
        expect(found.length === 0).toBe(isSameAutomation(record, input));
        for (const { before, after } of found) expect(before).not.toBe(after);
      }),
      { numRuns: 500 },
    );
  });
});
