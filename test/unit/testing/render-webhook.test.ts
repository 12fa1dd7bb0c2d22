// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates of W&B look like those of JavaScript
import { describe, expect, it } from "vitest";
import {
  Api,
  ArtifactEvent,
  compileAutomation,
  DoNothing,
  defineAutomation,
  MetricThresholdFilter,
  OnAddArtifactAlias,
  OnRunMetric,
  OnRunState,
  SendWebhook,
  StateFilter,
  WebhookIntegration,
} from "wandb-automations";
import { createEmulator } from "wandb-automations/emulator";
import { dryRun, renderWebhook } from "wandb-automations/testing";
import { spiking } from "./automations.js";

const ci = new WebhookIntegration({
  name: "ci",
  urlEndpoint: "https://ci.example/hook",
  secretRef: "CI_SECRET",
});
const webhook = (payload: string | object) =>
  new SendWebhook({ integration: ci, payload: payload as string });
const metric = (payload: string | object) =>
  defineAutomation({
    name: "loss-spike",
    event: new OnRunMetric({
      scope: "acme/vision",
      filter: new MetricThresholdFilter({ name: "loss", cmp: ">", threshold: 2 }),
    }),
    action: webhook(payload),
  });
const alias = (payload: string | object) =>
  new OnAddArtifactAlias({ scope: "acme/vision", filter: ArtifactEvent.alias.eq("prod") }).then(
    webhook(payload),
  );
const added = {
  kind: "artifact",
  change: "aliasAdded",
  collection: "digits",
  version: "v3",
  alias: "prod",
  metadata: { accuracy: 0.97, note: 'says "hi"\n' },
} as const;

const firing = async (automation = metric({})) => (await dryRun(automation, spiking)).firings[0]!;

describe("the body that would be sent", () => {
  it("has the values of the firing", async () => {
    const automation = metric({
      text: "${automation_name}: ${metric_name} is ${metric_current_status} on ${run_name} of ${entity_name}/${project_name}",
      rule: "${metric_filter} / ${metric_filter_short} / ${metric_values}",
      event: "${event_type}",
    });
    const { json, body } = renderWebhook(automation, await firing());
    expect(JSON.parse(body)).toEqual(json);
    expect(json).toEqual({
      text: "loss-spike: loss is 3 on spiking of acme/vision",
      rule: "latest value of loss > 2 / loss > 2 / 3",
      event: "RUN_METRIC_THRESHOLD",
    });
  });

  it("has the values of the artifact event, escaped as JSON has it", () => {
    const { json, warnings } = renderWebhook(
      alias({
        model: "${artifact_version_string}",
        index: "${artifact_version_index}",
        accuracy: "${artifact_metadata.accuracy}",
        note: "${artifact_metadata.note}",
        alias: "${alias}",
      }),
      added,
    );
    expect(json).toEqual({
      model: "acme/vision/digits:prod",
      index: "3",
      accuracy: "0.97",
      note: 'says "hi"\n',
      alias: "prod",
    });
    expect(warnings.map(({ kind, variable }) => [kind, variable])).toEqual([
      ["ariaOnly", "artifact_version_index"],
    ]);
  });

  it("is what the emulator sends", async () => {
    const payload = {
      a: "${run_name} ${metric_name} ${metric_values} ${metric_filter} ${metric_filter_short}",
      b: "${metric_current_status} ${project_name} ${entity_name} ${event_type} ${automation_name} [${alias}]",
    };
    const automation = metric(payload);
    const emulator = await createEmulator({ demo: true, autoCreate: true });
    try {
      const api = new Api({ apiKey: emulator.apiKey, baseUrl: emulator.url, fetch: emulator.fetch });
      const plain = new WebhookIntegration({ name: "render", urlEndpoint: "http://127.0.0.1:9/hook" });
      await defineAutomation({
        ...automation,
        action: new SendWebhook({ integration: plain, payload }),
      }).save({ api });
      await emulator.replay(spiking);
      const [sent] = emulator.executions();
      expect(JSON.parse(sent?.request?.body ?? "")).toEqual(renderWebhook(automation, await firing()).json);
    } finally {
      await emulator.close();
    }
  });

  it("has values that are given in place of those made from the event", () => {
    const { body } = renderWebhook(alias({ by: "${event_author}" }), added, {
      values: { event_author: "ada" },
    });
    expect(body).toBe('{"by":"ada"}');
    expect(renderWebhook(alias({ by: "${event_author}" }), added).body).toBe('{"by":"<event_author>"}');
  });

  it("never shows a secret", () => {
    const { json, warnings } = renderWebhook(
      alias({ a: "${CI_SECRET}", b: "${ACCESS_TOKEN}", c: "${OTHER}" }),
      added,
    );
    expect(json).toEqual({ a: "[redacted]", b: "", c: "${OTHER}" });
    expect(warnings.map(({ kind, variable }) => [kind, variable])).toEqual([
      ["blank", "ACCESS_TOKEN"],
      ["unknown", "OTHER"],
    ]);
    const known = new SendWebhook({
      integrationId: "SW50ZWdyYXRpb246MQ==",
      payload: { a: "${OTHER}", b: "${ACCESS_TOKEN}" },
    });
    const saved = defineAutomation({ event: alias({}).event, action: known });
    expect(renderWebhook(saved, added, { secrets: ["OTHER"] })).toEqual({
      body: '{"a":"[redacted]","b":"[redacted]"}',
      json: { a: "[redacted]", b: "[redacted]" },
      warnings: [],
    });
  });
});

describe("warnings", () => {
  it("name variables that stay blank, and why", () => {
    const { warnings, body } = renderWebhook(alias({ a: "${tag}", b: "${artifact_metadata.f1}" }), added);
    expect(body).toBe('{"a":"","b":""}');
    expect(warnings.map(({ message }) => message)).toEqual([
      "${tag} is blank: ADD_ARTIFACT_ALIAS events don't fill it in",
      "${artifact_metadata.f1} is blank: this event has no such value",
    ]);
  });

  it("name variables that don't exist and those that are ARIA's", async () => {
    const { warnings } = renderWebhook(metric({ a: "${run_nmae} ${run_name}" }), await firing());
    expect(warnings.map(({ kind, variable }) => [kind, variable])).toEqual([
      ["unknown", "run_nmae"],
      ["ariaOnly", "run_name"],
    ]);
    expect(warnings[0]?.message).toContain("run_name");
  });

  it("name the variable that breaks the JSON, and show what would be sent", () => {
    const compiled = compileAutomation(alias({}));
    const broken = {
      ...compiled,
      actionConfig: {
        genericWebhookActionInput: {
          integrationID: "x",
          requestPayload: '{"alias": ${alias}, "n": "${artifact_metadata.note}"}',
        },
      },
    };
    const { body, warnings, ...rest } = renderWebhook(broken, added);
    expect(rest).toEqual({});
    expect(body).toBe('{"alias": prod, "n": "says \\"hi\\"\\n"}');
    expect(warnings.at(-1)).toMatchObject({ kind: "brokenJson", variable: "alias" });
  });
});

describe("what can't be rendered", () => {
  it("is an action that sends no webhook", async () => {
    const silent = defineAutomation({ event: metric({}).event, action: new DoNothing() });
    expect(() => renderWebhook(silent, added)).toThrow("NO_OP, which sends no webhook");
  });

  it("is an event that the automation doesn't wait for", async () => {
    const state = new OnRunState({ scope: "acme/vision", filter: new StateFilter({ states: ["failed"] }) });
    expect(() => renderWebhook(metric({}), added)).toThrow(/loss-spike.*waits for RUN_METRIC.*"artifact"/);
    expect(() => renderWebhook(state.then(webhook({})), added)).toThrow("waits for RUN_STATE");
    expect(() => renderWebhook(alias({}), undefined as never)).toThrow("no event");
  });
});
