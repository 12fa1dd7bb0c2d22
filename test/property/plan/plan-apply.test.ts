import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  Api,
  type Automation,
  DoNothing,
  defineAutomation,
  type NewAutomation,
  OnAddArtifactAlias,
  OnRunMetric,
  OnRunState,
  SendPromptToAria,
  SendWebhook,
  StateFilter,
  WebhookIntegration,
} from "wandb-automations";
import { createEmulator } from "wandb-automations/emulator";
import { applyPlan, type DesiredAutomation, planAutomations, readMarker } from "wandb-automations/plan";
import { metricFilters } from "../model/arbitraries.js";

const OPTIONS = { owner: "me", scopes: ["acme"], prune: true };
const scopes = fc.constantFrom("acme/vision", "acme/nlp");
const text = fc.constantFrom("a", "b", "c", 'say "hi"', "日本", "${run_name}", "__proto__");
const states = fc.uniqueArray(fc.constantFrom("running", "finished", "failed"), { minLength: 1 });
const events = fc.oneof(
  fc.tuple(scopes, metricFilters).map(([scope, filter]) => new OnRunMetric({ scope, filter })),
  fc.tuple(scopes, states).map(([scope, which]) => {
    return new OnRunState({ scope, filter: new StateFilter({ states: which as never }) });
  }),
  fc.tuple(scopes, text).map(([scope, alias]) => new OnAddArtifactAlias({ scope, filter: { alias } })),
);
const actions = fc.oneof(
  fc.constant(new DoNothing()),
  text.map((prompt) => new SendPromptToAria({ prompt })),
  fc.tuple(text, text, fc.nat(2)).map(([key, value, i]) => {
    const integration = new WebhookIntegration({ name: `hook-${i}`, urlEndpoint: `https://ci.example/${i}` });
    return new SendWebhook({ integration, payload: { [key]: value } });
  }),
);
/** Configurations with names and keys that come back, so that automations are changed, renamed, moved and deleted. */
const configurations = fc.array(
  fc.uniqueArray(
    fc.record({
      key: fc.constantFrom("k1", "k2", "k3", "k4"),
      automation: fc
        .record({
          name: fc.constantFrom("one", "two", "three"),
          description: fc.option(text, { nil: undefined }),
          enabled: fc.boolean(),
          event: events as fc.Arbitrary<NewAutomation["event"]>,
          action: actions as fc.Arbitrary<NewAutomation["action"]>,
        })
        .map((options) => defineAutomation(options)),
    }),
    { selector: ({ automation }) => `${automation.scope.project} ${automation.name}`, maxLength: 5 },
  ),
  { minLength: 1, maxLength: 4 },
);

describe("planning and applying", () => {
  it("ends in what is wanted and nothing else, wherever it starts", async () => {
    await using emulator = await createEmulator({ demo: true });
    const api = new Api({
      apiKey: emulator.apiKey,
      baseUrl: emulator.url,
      fetch: emulator.fetch as typeof fetch,
    });
    const place = ({ name, scope }: Pick<Automation, "name" | "scope">) => `${scope.project} ${name}`;
    await fc.assert(
      fc.asyncProperty(configurations, async (steps: DesiredAutomation[][]) => {
        for (const desired of steps) {
          const plan = await planAutomations(api, desired, OPTIONS);
          expect(plan.conflicts).toEqual([]);
          expect((await applyPlan(api, plan)).ok).toBe(true);
          expect((await planAutomations(api, desired, OPTIONS)).isEmpty).toBe(true);
          const saved = await api.automations({ entity: "acme" }).toArray();
          const wanted = desired.map(({ automation }) => place(automation as unknown as Automation));
          expect(saved.map(place).sort()).toEqual(wanted.sort());
          expect(saved.every(({ description }) => readMarker(description).marker?.owner === "me")).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });
});
