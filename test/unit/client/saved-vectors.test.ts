import { describe, expect, it } from "vitest";
import { isSameAutomation } from "../../../src/client/same-automation.js";
import type { CreateFilterTriggerInput } from "../../../src/wire/inputs.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import file from "../../vectors/wire.json" with { type: "json" };

const vectors = file.vectors as unknown as { create: CreateFilterTriggerInput; saved: unknown }[];

describe("what the Python SDK creates", () => {
  it("is the same as what the server then returns, so that saving it again sends nothing", () => {
    const changed = vectors.filter(({ create, saved }) => !isSameAutomation(parseTrigger(saved), create));
    expect(vectors.length).toBeGreaterThan(100);
    expect(changed).toEqual([]);
  });

  it("is the same as no other that differs in its event or action", () => {
    const key = ({ create }: (typeof vectors)[number]) =>
      JSON.stringify([create.eventFilter, create.triggeringEventType, create.triggeredActionConfig]);
    const wrong = vectors.flatMap((one, i) =>
      vectors
        .slice(i + 1)
        .filter((two) => key(one) !== key(two))
        .filter(({ create, saved }) => {
          // Only what is compared here may differ.
          const { name, description = "", enabled, scopeType, scopeID } = create;
          return isSameAutomation(parseTrigger(saved), {
            ...one.create,
            name,
            description,
            enabled,
            scopeType,
            scopeID,
          });
        }),
    );
    expect(wrong).toEqual([]);
  });
});
