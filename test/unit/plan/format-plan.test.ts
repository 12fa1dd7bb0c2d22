import { describe, expect, it } from "vitest";
import { ArtifactEvent, OnLinkArtifact, SendWebhook, WebhookIntegration } from "wandb-automations";
import { applyPlan, formatPlan } from "wandb-automations/plan";
import { linked, managed, over } from "./managed.js";

describe("formatPlan", () => {
  it("writes a plan as Terraform does", async () => {
    await using world = await managed();
    const { api, plan } = world;
    await applyPlan(api, await plan([over(0.95), linked("old"), linked("gone")]));
    await api.createAutomation(linked("taken").automation as never);
    const integration = new WebhookIntegration({ name: "ci", urlEndpoint: "https://ci.example/hook" });
    const action = new SendWebhook({ integration, payload: { text: "word ".repeat(30).trim() } });
    const desired = [
      over(0.97),
      linked("new", { action }),
      linked("renamed", {}, "old"),
      linked("taken", { enabled: false }),
    ];
    expect(formatPlan(await plan(desired))).toMatchInlineSnapshot(`
      "~ loss-is-up (acme/vision)
          ~ event.filter.threshold: 0.95 → 0.97

      + new (acme/vision)
            enabled:             true
            event.type:          "LINK_MODEL"
            event.filter:        {"$or":[{"$and":[]}]}
            action.type:         "GENERIC_WEBHOOK"
            action.integration:  a webhook integration that will be created
            action.payload.text:
              "word word word word word word word word word word word word word word
              word word word word word word word word word word word word word word
              word word"

      ~ old → renamed (acme/vision)
          ~ name: "old" → "renamed"

      ! taken (acme/vision)
          An automation named "taken" is in acme/vision already and differs. It isn't
          managed by acme-alerts.
          hint: Take it over with adopt: true (--adopt), or choose another name.

      Managed by acme-alerts and not in this configuration: gone (acme/vision).
      --prune deletes them.

      Plan: 1 to create, 2 to change, 0 to delete, 0 unchanged, 1 left over, 1 in
      conflict."
    `);
    const pruning = formatPlan(await plan(desired.slice(0, 3), { prune: true }), { columns: 40 });
    expect(pruning).toContain("- gone (acme/vision)");
    expect(pruning.split("\n").filter((line) => line.length > 40)).toEqual([]);
  });

  it("says that there is nothing to do", async () => {
    await using world = await managed();
    const { api, plan } = world;
    expect(formatPlan(await plan([]))).toBe("No changes. There is nothing to do.");
    await applyPlan(api, await plan([linked("a")]));
    expect(formatPlan(await plan([linked("a")]))).toBe(
      "No changes. The 1 automation is as the configuration says.",
    );
  });

  it("shows what would change the terminal as the code it has", async () => {
    await using world = await managed();
    const event = new OnLinkArtifact({
      scope: "acme/vision",
      filter: ArtifactEvent.alias.eq("\u202e\u001b[2J"),
    });
    const text = formatPlan(
      await world.plan([linked("\u001b[31mred\u202e", { event, description: "\u009b" })]),
    );
    expect(text).toContain("+ \\u001b[31mred\\u202e (acme/vision)");
    expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it("colours what it is given colours for", async () => {
    await using world = await managed();
    const mark = (name: string) => (text: string) => `<${name}>${text}</${name}>`;
    const paint = { green: mark("g"), yellow: mark("y"), red: mark("r"), dim: mark("d") };
    const text = formatPlan(await world.plan([linked("a")]), { paint });
    expect(text).toContain("<g>+ a (acme/vision)</g>");
  });
});
