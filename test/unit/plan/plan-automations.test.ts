import { describe, expect, it } from "vitest";
import {
  DoNothing,
  type defineAutomation,
  OnLinkArtifact,
  OnRunMetric,
  RunEvent,
  registry,
  SendNotification,
  SendWebhook,
  team,
  WebhookIntegration,
} from "wandb-automations";
import { applyPlan, type Plan, planDestroy } from "wandb-automations/plan";
import { linked, managed, OWNER, over } from "./managed.js";

const summary = ({ items, conflicts, leftovers }: Plan) => ({
  items: items.map(({ action, name }) => `${action} ${name}`),
  ...(conflicts.length > 0 ? { conflicts: conflicts.map(({ message }) => message) } : {}),
  ...(leftovers.length > 0 ? { leftovers: leftovers.map(({ name }) => name) } : {}),
});
const fields = (plan: Plan) =>
  plan.changes.flatMap(({ differences }) =>
    differences.map(({ path, before, after }) => `${path}: ${before} → ${after}`),
  );

describe("planAutomations", () => {
  it("creates what isn't there and is empty once that is applied", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const desired = [linked("a"), over(0.5)];
    const first = await plan(desired);
    expect(summary(first)).toEqual({ items: ["create a", "create loss-is-up"] });
    expect((await applyPlan(api, first)).counts).toEqual({ done: 2, failed: 0, skipped: 0 });
    const again = await plan(desired);
    expect(again.isEmpty).toBe(true);
    expect(again.counts).toEqual({ create: 0, update: 0, delete: 0, unchanged: 2, conflicts: 0 });
    expect((await saved()).map(({ description }) => description)).toEqual([
      "[managed by wandb-automations: acme-alerts#a]",
      "[managed by wandb-automations: acme-alerts#lossIsUp]",
    ]);
  });

  it("names the fields that differ", async () => {
    await using world = await managed();
    const { api, plan } = world;
    const send = (model: string) =>
      linked("deploy", {
        description: `deploys ${model}`,
        action: new SendWebhook({
          integration: new WebhookIntegration({ name: "deploy", urlEndpoint: "https://ci.example/hook" }),
          payload: {
            model,
            token: `token of ${model}`,
            secrets: { inner: [`deep in ${model}`] },
            list: [1, { model }, { password: model }],
            at: { once: true },
          },
        }),
      });
    await applyPlan(api, await plan([over(0.95), send("a")]));
    expect(fields(await plan([over(0.97), send("b")]))).toEqual([
      "event.filter.threshold: 0.95 → 0.97",
      'description: "deploys a" → "deploys b"',
      'action.payload.model: "a" → "b"',
      "action.payload.token: (not shown) → (changed, not shown)",
      "action.payload.secrets.inner[0]: (not shown) → (changed, not shown)",
      'action.payload.list[1].model: "a" → "b"',
      "action.payload.list[2].password: (not shown) → (changed, not shown)",
    ]);
    const other = linked(
      "loss-is-up",
      { enabled: false, action: new SendNotification({ title: "T" }) },
      "lossIsUp",
    );
    expect(fields(await plan([other, send("a")]))).toEqual([
      "enabled: true → false",
      'event.type: "RUN_METRIC" → "LINK_MODEL"',
      'event.filter.condition: "threshold" → undefined',
      'event.filter.name: "loss" → undefined',
      'event.filter.agg: "AVERAGE" → undefined',
      "event.filter.window: 5 → undefined",
      'event.filter.cmp: "$gt" → undefined',
      "event.filter.threshold: 0.95 → undefined",
      'event.filter.run: {"$and":[]} → undefined',
      'action.type: "NO_OP" → "NOTIFICATION"',
      "action.noOp: true → undefined",
      'event.filter: undefined → {"$or":[{"$and":[]}]}',
      expect.stringMatching(/^action.integration: undefined → Slack \w+/),
      'action.title: undefined → "T"',
      'action.message: undefined → ""',
      'action.severity: undefined → "INFO"',
    ]);
  });

  it("leaves alone what it doesn't manage, and takes it over only when told to", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await (linked("mine").automation as ReturnType<typeof defineAutomation>).save({
      api,
      description: "by hand",
    });
    await (linked("other").automation as ReturnType<typeof defineAutomation>).save({ api });

    const same = await plan([linked("mine")]);
    expect(same.isEmpty).toBe(true);
    expect(same.items[0]?.managedBy).toBeUndefined();

    const differs = await plan([linked("mine", { enabled: false })]);
    expect(summary(differs)).toEqual({
      items: [],
      conflicts: [
        'An automation named "mine" is in acme/vision already and differs. It isn\'t managed by acme-alerts.',
      ],
    });
    await expect(applyPlan(api, differs)).rejects.toMatchObject({ code: "CONFLICT" });

    const adopting = await plan([linked("mine", { enabled: false })], { adopt: true, prune: true });
    expect(fields(adopting)).toEqual(["enabled: true → false", "managedBy: undefined → acme-alerts (mine)"]);
    await applyPlan(api, adopting);
    const [mine, other] = await saved();
    expect(mine).toMatchObject({
      enabled: false,
      description: "by hand [managed by wandb-automations: acme-alerts#mine]",
    });
    expect(other).toMatchObject({ name: "other", description: null });
  });

  it("never takes what another owner manages", async () => {
    await using world = await managed();
    const { api, plan } = world;
    await applyPlan(api, await plan([linked("shared")], { owner: "somebody-else" }));
    expect(summary(await plan([linked("shared")], { prune: true }))).toEqual({ items: ["none shared"] });
    const differs = await plan([linked("shared", { enabled: false })], { adopt: true, prune: true });
    expect(differs.conflicts).toEqual([
      expect.objectContaining({ message: expect.stringContaining("but by somebody-else") }),
    ]);
  });

  it("deletes only what it manages, and only when told to", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await applyPlan(api, await plan([linked("a"), linked("b")]));
    await applyPlan(api, await plan([linked("c")], { owner: "somebody-else" }));
    await (linked("d").automation as ReturnType<typeof defineAutomation>).save({ api });
    expect(summary(await plan([linked("a")]))).toEqual({ items: ["none a"], leftovers: ["b"] });
    await applyPlan(api, await plan([linked("a")], { prune: true }));
    expect((await saved()).map(({ name }) => name)).toEqual(["a", "c", "d"]);
    await applyPlan(api, await planDestroy(api, [linked("a")], { owner: OWNER }));
    expect((await saved()).map(({ name }) => name)).toEqual(["c", "d"]);
    expect((await plan([], { scopes: ["acme"], prune: true })).isEmpty).toBe(true);
  });

  it("renames and moves what has the same key", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await applyPlan(api, await plan([linked("a", {}, "key"), linked("b")]));
    const [before] = await saved();
    const renamed = await plan([linked("renamed", {}, "key"), linked("b")], { prune: true });
    expect(fields(renamed)).toEqual(['name: "a" → "renamed"']);
    await applyPlan(api, renamed);
    const event = new OnLinkArtifact({ scope: registry("acme-inc/model") });
    const moved = await plan([linked("renamed", { event }, "key"), linked("b")], {
      scopes: ["acme"],
      prune: true,
    });
    expect(fields(moved)).toEqual([
      expect.stringContaining("scope: acme/vision → acme-inc/wandb-registry-model"),
    ]);
    await applyPlan(api, moved);
    expect((await saved()).map(({ name }) => name)).toEqual(["b"]);
    const [after] = await api.automations({ scope: registry("acme-inc/model") }).toArray();
    expect(after).toMatchObject({ id: before?.id, name: "renamed" });
  });

  it("makes it anew where a key stands for several", async () => {
    await using world = await managed();
    const { api, plan } = world;
    await applyPlan(api, await plan([linked("a", {}, "key"), linked("b", {}, "key")]));
    expect(summary(await plan([linked("c", {}, "key")], { prune: true }))).toEqual({
      items: ["create c", "delete a", "delete b"],
    });
  });

  it.each<[string, object]>([
    ["its name", { name: "by hand" }],
    ["its switch", { enabled: false }],
    ["its event", { event: new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("acc").lt(1) }) }],
    ["its action", { action: new SendNotification({ title: "by hand" }) }],
    ["text before the marker", { description: "by hand [managed by wandb-automations: acme-alerts#a]" }],
    ["text after the marker", { description: "[managed by wandb-automations: acme-alerts#a] by hand" }],
  ])("knows its own after somebody changed %s by hand", async (_, changes) => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const desired = [linked("a", { description: "why" })];
    await applyPlan(api, await plan(desired));
    const [automation] = await saved();
    await automation?.update(changes);
    const repair = await plan(desired, { prune: true });
    expect(summary(repair)).toEqual({ items: ["update a"] });
    await applyPlan(api, repair);
    expect((await plan(desired)).isEmpty).toBe(true);
    expect((await saved())[0]?.id).toBe(automation?.id);
  });

  it("takes what has lost its marker for somebody else's", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await applyPlan(api, await plan([linked("a"), linked("b")]));
    for (const automation of await saved()) await automation.update({ description: "mine now" });
    const after = await plan([linked("a", { enabled: false })], { prune: true });
    expect(after.changes).toEqual([]);
    expect(after.conflicts).toHaveLength(1);
    expect((await planDestroy(api, [linked("a")], { owner: OWNER })).isEmpty).toBe(true);
  });

  it("leaves a description alone that the configuration doesn't give", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await applyPlan(api, await plan([linked("a")]));
    await (await saved())[0]?.update({
      description: "note [managed by wandb-automations: acme-alerts#a] here",
    });
    expect((await plan([linked("a")])).isEmpty).toBe(true);
    const cleared = await plan([linked("a", { description: "" })]);
    expect(fields(cleared)).toEqual([expect.stringContaining("description:")]);
  });

  it("says everything that is wrong with a configuration at once", async () => {
    await using world = await managed();
    const { plan, sent } = world;
    const nameless = { automation: linked("x").automation, name: undefined };
    const event = new OnLinkArtifact({ scope: "acme/vision" });
    const unnamed = { key: "unnamed", automation: event.then(new DoNothing()) };
    const marked = linked("m", { description: "[managed by wandb-automations: me]" });
    const error = await plan([nameless, unnamed, marked, { automation: 1 as never }]).catch(
      (thrown) => thrown,
    );
    expect(error.issues.map(({ path }: { path: unknown[] }) => path.join("."))).toEqual([
      "desired.1.name",
      "desired.2.description",
      "desired.3.automation",
    ]);
    await expect(plan([linked("a")], { owner: "no good" })).rejects.toThrow("must be 1 to 100 letters");
    expect(sent()).toEqual([]);
    await expect(plan([linked("a", {}, "x"), linked("a", {}, "y")])).rejects.toThrow(
      '"a" is there twice in acme/vision (x and y)',
    );
    expect((await plan([{ ...unnamed, name: "given" }])).changes[0]?.name).toBe("given");
  });

  it("names every scope that isn't there", async () => {
    await using world = await managed();
    const at = (scope: string) => linked("a", { event: new OnLinkArtifact({ scope }) });
    await expect(world.plan([at("acme/visoin"), at("acme/vision"), at("acme/nlpp")])).rejects.toThrow(
      /acme\/visoin isn't on the server[\s\S]*acme\/nlpp isn't on the server/,
    );
  });

  it("says what the server can't do, and which integration is missing", async () => {
    await using world = await managed();
    const { api, plan } = world;
    const sum = new OnRunMetric({ scope: team("acme"), filter: RunEvent.metric("loss").sum(5).gt(1) });
    expect((await plan([linked("sum", { event: sum })])).conflicts).toEqual([]);
    const slack = new OnLinkArtifact({ scope: registry("acme-inc/model") });
    const missing = await plan([linked("slack", { event: slack, action: new SendNotification({}) })]);
    expect(missing.conflicts).toEqual([
      expect.objectContaining({ message: expect.stringContaining("no Slack integration") }),
    ]);
    expect(await api.automations({ entity: "acme" }).toArray()).toEqual([]);
  });

  it("says which Slack integrations there are to choose from, as saving does", async () => {
    await using world = await managed();
    await world.emulator.seed({
      teams: [{ name: "acme", integrations: [{ kind: "slack", teamName: "acme", channelName: "#second" }] }],
    });
    const action = new SendNotification({});
    const { conflicts } = await world.plan([linked("slack", { action })]);
    const rule = /must be given: acme has 2 Slack integrations \(.*#ml-alerts, acme #second\)/;
    expect(conflicts).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(rule),
        hint: "api.integrations({ entity }) lists them.",
      }),
    ]);
    const automation = new OnLinkArtifact({ scope: "acme/vision" }).then(action);
    await expect(automation.save({ name: "slack", api: world.api })).rejects.toMatchObject({
      message: expect.stringMatching(rule),
      hint: conflicts[0]?.hint,
    });
  });

  it("reads 200 automations of three scopes in few requests, and writes them in few", async () => {
    await using world = await managed();
    const { api, plan, sent } = world;
    const scopes = ["acme/vision", "acme/nlp", "acme/vision/resnet"];
    const desired = Array.from({ length: 200 }, (_, i) =>
      linked(`automation ${i}`, { event: new OnLinkArtifact({ scope: scopes[i % 3] as string }) }),
    );
    const first = await plan(desired);
    expect(sent()).toEqual(["ResolveNames", "EntityAutomations"]);
    expect((await applyPlan(api, first)).ok).toBe(true);
    expect(sent()).toEqual(["EntityAutomations", ...Array.from({ length: 10 }, () => "SaveAutomations")]);
    expect((await plan(desired)).isEmpty).toBe(true);
    expect(sent()).toEqual(["EntityAutomations", "EntityAutomations"]);
  });

  it("refuses what isn't an Api", async () => {
    const { planAutomations } = await import("wandb-automations/plan");
    await expect(planAutomations({} as never, [], { owner: OWNER })).rejects.toThrow("must be an Api");
  });
});
