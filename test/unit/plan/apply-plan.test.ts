import { describe, expect, it } from "vitest";
import {
  isAutomationsError,
  OnAddArtifactTag,
  OnLinkArtifact,
  SendNotification,
  SendWebhook,
  SlackIntegration,
  WebhookIntegration,
} from "wandb-automations";
import { applyPlan, type Plan } from "wandb-automations/plan";
import { answering, graphqlError, LOSSES, losing, SILENT } from "../client/fault-proxy.js";
import { linked, managed, over, spoiled } from "./managed.js";

const many = (count: number) => Array.from({ length: count }, (_, i) => linked(`a${i}`));
const names = (automations: readonly { readonly name: string }[]) =>
  automations.map(({ name }) => name).sort();

describe("applyPlan", () => {
  it.each(
    Object.keys(LOSSES).flatMap((loss) =>
      (["before", "after"] as const).map((when) => [loss, when] as const),
    ),
  )(
    "makes everything once when the answer to a batch is lost (%s, %s it was applied)",
    async (loss, when) => {
      await using world = await spoiled(
        (operation, earlier) =>
          operation === "SaveAutomations" && earlier === 0 ? losing(loss, when) : undefined,
        SILENT,
      );
      const { api, plan, saved } = world;
      const desired = many(5);
      const report = await applyPlan(api, await plan(desired));
      expect(report.results.map(({ error }) => error?.message)).toEqual(desired.map(() => undefined));
      expect(report.ok).toBe(true);
      expect(names(await saved())).toEqual(["a0", "a1", "a2", "a3", "a4"]);
      expect((await plan(desired)).isEmpty).toBe(true);
    },
  );

  it("makes changes and deletions once, too", async () => {
    let isSpoiled = false;
    await using world = await spoiled((operation) => {
      if (operation !== "SaveAutomations" || !isSpoiled) return undefined;
      isSpoiled = false;
      return losing("reset", "after");
    });
    const { api, plan, saved } = world;
    await applyPlan(api, await plan(many(4)));
    isSpoiled = true;
    const next = [linked("a0", { enabled: false }), linked("a1"), linked("new")];
    const report = await applyPlan(api, await plan(next, { prune: true }));
    expect(report.counts).toEqual({ done: 4, failed: 0, skipped: 0 });
    expect(names(await saved())).toEqual(["a0", "a1", "new"]);
  });

  it("falls back to single requests where a server doesn't take several changes at once", async () => {
    await using world = await spoiled((operation) =>
      operation === "SaveAutomations" ? answering(400, {}, graphqlError) : undefined,
    );
    const { api, plan, count, saved } = world;
    const report = await applyPlan(api, await plan(many(45)), { concurrency: 1 });
    expect(report.counts.done).toBe(45);
    expect(count("SaveAutomations")).toBe(1);
    expect(count("CreateAutomation")).toBe(45);
    expect((await saved()).length).toBe(45);
  });

  it("goes on after one that is refused, and says what was wrong with it", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const integration = new WebhookIntegration({ id: "no-such-integration" });
    const wrong = linked("wrong", { action: new SendWebhook({ integration }) });
    const report = await applyPlan(api, await plan([linked("a"), wrong, linked("b")]));
    expect(report.ok).toBe(false);
    expect(report.results.filter(({ status }) => status === "failed")).toEqual([
      expect.objectContaining({
        item: expect.objectContaining({ name: "wrong" }),
        error: expect.objectContaining({ code: "NOT_FOUND" }),
      }),
    ]);
    expect(names(await saved())).toEqual(["a", "b"]);
  });

  it("stops when the server is gone, and says of everything what became of it", async () => {
    await using world = await spoiled((operation, earlier) =>
      operation === "SaveAutomations" || (operation === "EntityAutomations" && earlier > 1)
        ? losing("reset", "before")
        : undefined,
    );
    const { api, plan } = world;
    const progress: number[] = [];
    const made = await plan(many(100));
    const report = await applyPlan(api, made, {
      concurrency: 1,
      onProgress: ({ finished }) => progress.push(finished),
    });
    expect(report.counts).toEqual({ done: 0, failed: 20, skipped: 80 });
    expect(report.results[0]?.error).toMatchObject({ code: "CONNECTION" });
    expect(progress.at(-1)).toBe(100);
    world.spoil(() => undefined);
    expect((await applyPlan(api, made)).ok).toBe(true);
    expect((await plan(many(100))).isEmpty).toBe(true);
  });

  it("stops when it is told to", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const stop = new AbortController();
    const made = await plan(many(100));
    const report = await applyPlan(api, made, {
      concurrency: 1,
      signal: stop.signal,
      onProgress: ({ finished }) => finished === 20 && stop.abort(),
    });
    expect(report.counts).toEqual({ done: 20, failed: 0, skipped: 80 });
    expect(report.results.at(-1)?.error).toMatchObject({ code: "ABORTED" });
    expect((await saved()).length).toBe(20);
    // The same plan goes on where it was stopped.
    const rest = await applyPlan(api, made);
    expect(rest.counts).toEqual({ done: 100, failed: 0, skipped: 0 });
    expect((await saved()).length).toBe(100);
  });

  it.each<[string, (plan: Plan, world: Awaited<ReturnType<typeof managed>>) => Promise<unknown>]>([
    ["changed by hand", async (_, { saved }) => (await saved())[0]?.update({ enabled: false })],
    ["deleted", async (_, { saved }) => (await saved())[0]?.delete()],
    [
      "taken by a new automation of the name",
      async (_, { api }) =>
        await api.createAutomation(linked("b").automation as never, {
          enabled: false,
          description: "by hand",
        }),
    ],
  ])("refuses a plan when something in it was %s since", async (_, change) => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await applyPlan(api, await plan([over(1, "a", "a")]));
    const made = await plan([over(2, "a", "a"), linked("b"), linked("c")]);
    await change(made, world);
    await expect(applyPlan(api, made)).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(
        /^The server has changed since the plan was made: (a|b) \(acme\/vision\)/,
      ),
    });
    expect(names(await saved())).not.toContain("c");
  });

  it("doesn't mind what others do elsewhere", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const made = await plan([linked("a")]);
    await api.createAutomation(linked("elsewhere").automation as never);
    expect((await applyPlan(api, made)).ok).toBe(true);
    expect(names(await saved())).toEqual(["a", "elsewhere"]);
  });

  it("makes an integration once for all that need it", async () => {
    await using world = await managed();
    const { api, plan, saved, sent } = world;
    const slack = () => new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T0/B0/secret" });
    const desired = Array.from({ length: 60 }, (_, i) =>
      linked(`a${i}`, { action: new SendNotification({ integration: slack(), title: `${i}` }) }),
    );
    const made = await plan(desired);
    expect(made.changes[0]?.differences).toContainEqual({
      path: "action.integration",
      before: undefined,
      after: "a webhook integration that will be created",
    });
    expect(JSON.stringify(made)).not.toContain("B0/secret");
    sent();
    expect((await applyPlan(api, made, { concurrency: 8 })).ok).toBe(true);
    expect(sent().filter((operation) => operation === "CreateGenericWebhookIntegration")).toHaveLength(1);
    expect((await saved()).length).toBe(60);
    expect((await plan(desired)).isEmpty).toBe(true);
  });

  it("says which integration's name is taken, and goes on with the rest", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const [taken] = await api.webhookIntegrations({ entity: "acme" }).toArray();
    const integration = new WebhookIntegration({
      name: taken?.name ?? "",
      urlEndpoint: "https://other.example",
    });
    const wrong = linked("wrong", { action: new SendWebhook({ integration }) });
    const report = await applyPlan(api, await plan([wrong, linked("right")]));
    expect(report.results.find(({ status }) => status === "failed")?.error).toMatchObject({
      code: "CONFLICT",
      message: `The webhook integration "${taken?.name}" is there already, for another URL.`,
    });
    expect(names(await saved())).toEqual(["right"]);
  });

  it("counts somebody else's deletion as done", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    await applyPlan(api, await plan([linked("a"), linked("b")]));
    const made = await plan([linked("b")], { prune: true });
    await (await saved())[0]?.delete();
    expect((await applyPlan(api, made)).ok).toBe(true);
  });

  it("changes the type of an event and of an action", async () => {
    await using world = await managed();
    const { api, plan } = world;
    await applyPlan(api, await plan([linked("a")]));
    const changed = linked("a", {
      event: new OnAddArtifactTag({ scope: "acme/vision" }),
      action: new SendNotification({ title: "T" }),
    });
    expect((await applyPlan(api, await plan([changed]))).ok).toBe(true);
    expect((await plan([changed])).isEmpty).toBe(true);
    expect((await plan([linked("a", { event: new OnLinkArtifact({ scope: "acme/vision" }) })])).isEmpty).toBe(
      false,
    );
  });

  it("says nothing about secrets when it fails", async () => {
    await using world = await spoiled((operation) =>
      operation === "SaveAutomations" || operation === "CreateAutomation" ? answering(422) : undefined,
    );
    const { api, plan } = world;
    const url = "https://ci.example/hook/sesame-open";
    const action = new SendWebhook({
      integration: new WebhookIntegration({ name: "ci", urlEndpoint: url }),
      payload: { token: "sesame-open" },
    });
    const report = await applyPlan(api, await plan([linked("a", { action }), linked("b", { action })]));
    expect(report.counts.failed).toBe(2);
    expect(report.results.every(({ error }) => isAutomationsError(error))).toBe(true);
    expect(report.results.map(({ error, item }) => `${error}${JSON.stringify(item)}`).join()).not.toContain(
      "sesame",
    );
  });
});
