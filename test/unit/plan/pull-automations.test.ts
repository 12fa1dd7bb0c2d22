import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  Automation,
  collection,
  MetricChangeFilter,
  OnAddArtifactAlias,
  OnCreateArtifact,
  OnRunMetric,
  OnRunState,
  or,
  organization,
  RunEvent,
  registry,
  registryCollection,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  team,
} from "wandb-automations";
import { applyPlan, pullAutomations } from "wandb-automations/plan";
import { automationsSource } from "../../../src/plan/source/automations-source.js";
import { parseTrigger } from "../../../src/wire/trigger.js";
import { triggerNode } from "../client/stub-server.js";
import { linked, managed } from "./managed.js";

const saved = (over: Record<string, unknown>) =>
  new Automation(parseTrigger(triggerNode(over)), undefined as never);

const webhook = (requestPayload: string) => ({
  __typename: "GenericWebhookTriggeredAction",
  integration: { __typename: "GenericWebhookIntegration", id: "W1", name: "ci", urlEndpoint: "https://x" },
  requestPayload,
});

describe("pullAutomations", () => {
  it("writes what people would write", async () => {
    await using world = await managed();
    const { api, plan, saved } = world;
    const [slack] = await api.slackIntegrations({ entity: "acme" }).toArray();
    const [webhook] = await api.webhookIntegrations({ entity: "acme" }).toArray();
    if (!slack || !webhook) throw new Error("the demo's world has both");
    const runs = or(RunEvent.name.contains("prod"), RunEvent.field("config.lr").lt(0.1));
    await applyPlan(
      api,
      await plan([
        linked("1. accuracy is up!", {
          description: 'It\'s "up"',
          event: new OnRunMetric({
            scope: "acme/vision",
            filter: RunEvent.metric("acc").avg(5).gte(0.9).and(runs),
          }),
          action: new SendNotification({ integration: slack, title: "Up", severity: "WARN" }),
        }),
        linked("deploy", {
          event: new OnAddArtifactAlias({
            scope: collection("acme/vision/resnet"),
            filter: ArtifactEvent.alias.matchesRegex("^prod"),
          }),
          action: new SendWebhook({
            integration: webhook,
            payload: {
              model: "${artifact_version_string}",
              "a-b": [1, null, { deep: true }],
              text: "x".repeat(60),
            },
          }),
        }),
        linked("drop", {
          enabled: false,
          event: new OnRunMetric({
            scope: team("acme"),
            filter: new MetricChangeFilter({ name: "loss", amount: 0.1, changeDir: "decrease" }),
          }),
          action: new SendPromptToAria({ prompt: "Why?\nSay it." }),
        }),
        linked("states", {
          event: new OnRunState({ scope: "acme/nlp", filter: RunEvent.state.in(["failed", "finished"]) }),
        }),
      ]),
    );
    const pulled = await pullAutomations(api, { scopes: ["acme"] });
    expect(pulled.code).toMatchInlineSnapshot(`
      "import {
        ArtifactEvent,
        DoNothing,
        OnAddArtifactAlias,
        OnRunMetric,
        OnRunState,
        RunEvent,
        SendNotification,
        SendPromptToAria,
        SendWebhook,
        SlackIntegration,
        WebhookIntegration,
        defineAutomation,
        or,
        team,
      } from "wandb-automations";

      const slackMlAlerts = new SlackIntegration({
        id: "U2xhY2tJbnRlZ3JhdGlvbjox",
        teamName: "acme",
        channelName: "#ml-alerts",
      });
      const ciWebhook = new WebhookIntegration({
        id: "R2VuZXJpY1dlYmhvb2tJbnRlZ3JhdGlvbjoy",
        name: "ci",
      });

      export const drop = defineAutomation({
        name: "drop",
        enabled: false,
        event: new OnRunMetric({
          scope: team("acme"),
          filter: RunEvent.metric("loss").avg(10).decreasesBy({ frac: 0.1, priorWindow: 50 }),
        }),
        action: new SendPromptToAria({ prompt: "Why?\\nSay it." }),
      });

      export const states = defineAutomation({
        name: "states",
        event: new OnRunState({ scope: "acme/nlp", filter: RunEvent.state.in(["failed", "finished"]) }),
        action: new DoNothing(),
      });

      export const automation1AccuracyIsUp = defineAutomation({
        name: "1. accuracy is up!",
        description: "It's \\"up\\"",
        event: new OnRunMetric({
          scope: "acme/vision",
          filter: RunEvent.metric("acc").avg(5).gte(0.9).and(or(
            RunEvent.name.contains("prod"),
            RunEvent.field("config.lr").lt(0.1),
          )),
        }),
        action: new SendNotification({ integration: slackMlAlerts, title: "Up", severity: "WARN" }),
      });

      export const deploy = defineAutomation({
        name: "deploy",
        event: new OnAddArtifactAlias({
          scope: "acme/vision/resnet",
          filter: ArtifactEvent.alias.matchesRegex("^prod"),
        }),
        action: new SendWebhook({
          integration: ciWebhook,
          payload: {
            model: "\${artifact_version_string}",
            "a-b": [1, null, { deep: true }],
            text: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
          },
        }),
      });
      "
    `);
    expect(await saved()).toHaveLength(4);
    const project = await pullAutomations(api, { scopes: ["acme/vision"] });
    expect(project.automations.map(({ name }) => name)).toEqual(["1. accuracy is up!", "deploy"]);
    const inner = await pullAutomations(api, { scopes: [collection("acme/vision/resnet")] });
    expect(inner.automations.map(({ name }) => name)).toEqual(["deploy"]);
  });

  it("writes registries by the name of their organization", async () => {
    await using world = await managed();
    const { api, plan } = world;
    const scopes = [registry("acme-inc/model"), registryCollection("acme-inc/model/prod-models")] as const;
    await applyPlan(
      api,
      await plan([
        linked("a", { event: new OnAddArtifactAlias({ scope: scopes[0] }) }),
        linked("b", { event: new OnCreateArtifact({ scope: scopes[1] }) }),
        linked("c", { event: new OnAddArtifactAlias({ scope: organization("acme-inc") }) }),
      ]),
    );
    for (const place of ["acme-inc", organization("acme-inc")]) {
      const { code } = await pullAutomations(api, { scopes: [place] });
      expect(code).toContain('scope: registry("acme-inc/model")');
      expect(code).toContain('scope: registryCollection("acme-inc/model/prod-models")');
      expect(code).toContain('scope: organization("acme-inc")');
    }
    const one = await pullAutomations(api, { scopes: [registry("acme-inc/model")] });
    expect(one.automations.map(({ exportName }) => exportName)).toEqual(["a", "b"]);
  });

  it("says that a place isn't there", async () => {
    await using world = await managed();
    await expect(pullAutomations(world.api, { scopes: ["nobody"] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(pullAutomations(world.api, { scopes: ["acme/none"] })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await expect(pullAutomations(world.api, { scopes: ["a/b/c/d"] })).rejects.toMatchObject({
      code: "VALIDATION",
    });
  });

  it("keeps what it doesn't understand as it is", () => {
    const unknown = [
      saved({
        name: "queue",
        event: { eventType: "UPDATE_ARTIFACT_ALIAS", filter: '{"filter":"{\\"$or\\":[{\\"$and\\":[]}]}"}' },
        action: { __typename: "QueueJobTriggeredAction" },
      }),
      saved({ name: "newer", scope: { __typename: "Galaxy", id: "G1", name: "milky" } }),
      saved({
        name: "text payload",
        action: webhook('{"n": ${metric_value}}'),
      }),
    ];
    const { code, automations } = automationsSource(unknown, new Map());
    expect(automations.every(({ isKept }) => isKept)).toBe(true);
    expect(code).toMatchInlineSnapshot(`
      "import { keepAutomation } from "wandb-automations/plan";

      export const queue = keepAutomation({
        name: "queue",
        scope: "acme/vision",
        event: { type: "UPDATE_ARTIFACT_ALIAS", filter: "{\\"$or\\":[{\\"$and\\":[]}]}" },
        action: { type: "QUEUE_JOB" },
      });

      export const textPayload = keepAutomation({
        name: "text payload",
        scope: "acme/vision",
        event: {
          type: "RUN_STATE",
          filter: "{\\"run_filter\\":\\"{\\\\\\"$and\\\\\\":[]}\\",\\"run_state_filter\\":{\\"states\\":[\\"FAILED\\"]}}",
        },
        action: {
          type: "GENERIC_WEBHOOK",
          config: {
            genericWebhookActionInput: {
              integrationID: "W1",
              requestPayload: "{\\"n\\": \${metric_value}}",
            },
          },
        },
      });

      export const newer = keepAutomation({
        name: "newer",
        scope: { kind: "unknown", scopeType: "Galaxy", id: "G1" },
        event: {
          type: "RUN_STATE",
          filter: "{\\"run_filter\\":\\"{\\\\\\"$and\\\\\\":[]}\\",\\"run_state_filter\\":{\\"states\\":[\\"FAILED\\"]}}",
        },
        action: { type: "NO_OP", config: { noOpActionInput: { noOp: true } } },
      });
      "
    `);
  });

  it.each([
    '{"text":"a","0":-1}',
    '{"list":[{"b":1,"7":2}]}',
    '{"a":1,"a":2}',
    '{"n":1.0}',
    '{"n":-0}',
    '{"n":1e2}',
    '{"id":12345678901234567890}',
  ])("writes the payload %s as text, as an object would be sent as another", (requestPayload) => {
    const { code } = automationsSource([saved({ action: webhook(requestPayload) })], new Map());
    expect(code).toContain(`payload: ${JSON.stringify(requestPayload)}`);
  });

  it.each(['{ "b" : 1,\n"a" : [ 0.5, "\\u00e9 \\/" ] }', '{"0":1,"7":2,"b":3}', "{}"])(
    "writes the payload %s as an object, which is the same but for spaces and escapes",
    (requestPayload) => {
      const { code } = automationsSource([saved({ action: webhook(requestPayload) })], new Map());
      expect(code).toContain("payload: {");
    },
  );

  it("gives every export a name of its own", () => {
    const names = [
      "class",
      "a-b",
      "a b",
      "aB",
      "日本",
      "1",
      "SendWebhook",
      "sendWebhook",
      "or",
      "x".repeat(90),
    ];
    const { automations } = automationsSource(
      names.map((name, i) => saved({ name, id: `${i}`, event: undefined })),
      new Map(),
    );
    const exportNames = automations.map(({ exportName }) => exportName);
    expect(new Set(exportNames).size).toBe(names.length);
    expect(exportNames.sort()).toMatchInlineSnapshot(`
      [
        "aB",
        "aB2",
        "aB3",
        "automation",
        "automation1",
        "class2",
        "or2",
        "sendWebhook",
        "sendWebhook2",
        "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
      ]
    `);
  });

  it("is an empty module where there is nothing", async () => {
    expect(automationsSource([], new Map()).code).toBe("export {};\n");
  });
});
