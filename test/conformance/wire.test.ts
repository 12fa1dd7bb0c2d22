import { describe, expect, it } from "vitest";
import {
  Automation,
  compileAutomation,
  compileCreateInput,
  compileSaved,
  compileUpdateInput,
} from "wandb-automations";
import { parseTrigger } from "../../src/wire/trigger.js";
import { type AutomationSpec, buildAutomation } from "./build-automation.js";
import { readVectors } from "./vectors-dir.js";

interface WireVector {
  spec: AutomationSpec;
  create: unknown;
  saved: unknown;
  updateUnchanged: unknown;
  updateDisabled: unknown;
}

const { vectors } = readVectors<{ vectors: WireVector[] }>("wire.json");

/** By meaning: text that holds a JSON object or list is compared as what it holds. */
function byMeaning(value: unknown): unknown {
  if (typeof value === "string" && /^[[{]/.test(value)) {
    try {
      return byMeaning(JSON.parse(value));
    } catch {
      return value;
    }
  }
  if (Array.isArray(value)) return value.map(byMeaning);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, byMeaning(inner)]));
  }
  return value;
}

const noBackend = undefined as never;

describe.each(vectors.map((vector, i) => [i, vector] as const))("wire vector %i", (_, vector) => {
  const { spec } = vector;
  const scopeId = spec.event.scope.id;

  it("creates what Python creates", () => {
    const compiled = compileAutomation(buildAutomation(spec));
    expect(byMeaning(compileCreateInput(compiled, { scopeId }))).toEqual(byMeaning(vector.create));
  });

  it("writes back what it read", () => {
    const saved = new Automation(parseTrigger(vector.saved), noBackend);
    expect(byMeaning(compileUpdateInput(compileSaved(saved), { scopeId }))).toEqual(
      byMeaning(vector.updateUnchanged),
    );
  });

  it("changes nothing but what is asked", () => {
    const saved = new Automation(parseTrigger(vector.saved), noBackend);
    const changed = compileSaved(saved, { enabled: false, name: "renamed" });
    expect(byMeaning(compileUpdateInput(changed, { scopeId }))).toEqual(byMeaning(vector.updateDisabled));
  });

  it("reads the event and the action it wrote as what they are", () => {
    const saved = new Automation(parseTrigger(vector.saved), noBackend);
    expect(saved.event.kind).toBe(spec.event.type);
    const again = compileSaved(saved, { event: saved.event as never, action: saved.action as never });
    expect(byMeaning(compileUpdateInput(again, { scopeId }))).toEqual(byMeaning(vector.updateUnchanged));
  });
});
