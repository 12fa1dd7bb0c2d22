import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  compileAutomation,
  OnRunState,
  RunEvent,
  WebhookIntegration,
} from "wandb-automations";
import { lint } from "wandb-automations/lint";
import {
  aliasEvent,
  expectFinding,
  expectNothing,
  findingsOf,
  hook,
  message,
  metricEvent,
  prompt,
  webhook,
} from "./rule-findings.js";

const alias = aliasEvent(ArtifactEvent.alias.eq("prod"));
const state = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") });
const byId = new WebhookIntegration({ id: "SW50ZWdyYXRpb246MQ==" });
const withSecrets = new WebhookIntegration({
  name: "ci",
  urlEndpoint: "https://ci.example/hook",
  accessTokenRef: "CI_TOKEN",
  secretRef: "CI_SECRET",
});

describe("blank-variable", () => {
  it("finds variables of other events", () => {
    expectFinding(
      "blank-variable",
      webhook({ a: "${alias}" }),
      "${alias} is blank: RUN_METRIC events don't fill it in",
    );
    expectFinding("blank-variable", webhook({ a: ["${metric_values}"] }, state), "${metric_values} is blank");
    expectFinding("blank-variable", prompt("Look at ${alias}"), "${alias} is blank: RUN_METRIC");
    expectFinding("blank-variable", prompt("Use ${ACCESS_TOKEN}"), "it is for webhooks");
    expectFinding("blank-variable", webhook({ a: "${ACCESS_TOKEN}" }), "the integration has no access token");
  });

  it("lets be what the event fills in", () => {
    expectNothing("blank-variable", webhook({ a: "${alias} ${artifact_metadata.accuracy}" }, alias));
    expectNothing("blank-variable", webhook({ a: "${run_name} ${metric_values}" }));
    expectNothing("blank-variable", webhook({ a: "${ACCESS_TOKEN}" }, metricEvent, withSecrets));
    expectNothing("blank-variable", webhook({ a: "${ACCESS_TOKEN}" }, metricEvent, byId));
    expectNothing("blank-variable", prompt("Look at ${run_name}"));
  });
});

describe("unknown-variable", () => {
  it("finds what is no variable, and says what may be meant", () => {
    expectFinding("unknown-variable", webhook({ a: "${runName}" }), "${runName} is no variable");
    const [finding] = lint([webhook({ a: "${runName}" })]).filter(({ rule }) => rule === "unknown-variable");
    expect(finding).toMatchObject({ given: "${runName}", expected: "${run_name}" });
    expectFinding("unknown-variable", prompt("${nonsense}"), "${nonsense} is no variable");
  });

  it("takes it for a secret's name where the integration is known by its id only", () => {
    expect(findingsOf("unknown-variable", webhook({ a: "${CI_SECRET}" }, metricEvent, byId))[0]).toMatch(
      /^info /,
    );
    expect(findingsOf("unknown-variable", webhook({ a: "${runName}" }, metricEvent, byId))[0]).toMatch(
      /^warning /,
    );
    expectNothing("unknown-variable", webhook({ a: "${CI_SECRET}" }, metricEvent, withSecrets));
    expectNothing("unknown-variable", webhook({ a: "$run_name {run_name}" }));
  });
});

describe("aria-only-variable", () => {
  it("finds variables of runs in webhooks", () => {
    expectFinding("aria-only-variable", webhook({ a: "${run_name}" }), "ARIA prompts only");
    expectNothing("aria-only-variable", webhook({ a: "${project_name}" }));
    expectNothing("aria-only-variable", prompt("${run_name}"));
  });
});

describe("slack-variable", () => {
  it("finds variables in messages", () => {
    expectFinding("slack-variable", message("loss of ${run_name}"), "may be shown as it stands");
    expectNothing("slack-variable", message("costs $ {5}"));
  });
});

describe("payload-json", () => {
  const compiled = compileAutomation(webhook({ a: 1 }));
  const sending = (requestPayload: string) => ({
    ...compiled,
    actionConfig: { genericWebhookActionInput: { integrationID: "", requestPayload } },
  });

  it("finds payloads that aren't JSON, before or after variables are filled in", () => {
    expectFinding("payload-json", sending("{"), "not JSON");
    expectFinding("payload-json", sending('{"a": ${run_name}}'), "once ${run_name} is filled in");
    expectNothing("payload-json", sending('{"a": ${metric_current_status}}'));
    expectNothing("payload-json", webhook({ a: "${run_name}" }));
  });
});

describe("secret-in-payload", () => {
  const letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8s9T0";
  it.each([
    ["a GitHub token", { nested: [{ t: `ghp_${letters}` }] }, "a GitHub token"],
    ["a Slack URL", { to: "https://hooks.slack.com/services/T000/B000/XXXX" }, "a Slack webhook's URL"],
    ["a bearer token", { header: `Bearer ${letters}` }, "a bearer token"],
    ["a password in a URL", { url: "https://me:hunter2@ci.example/" }, "a password in a URL"],
    ["a named secret", { api_key: "correct-horse-1" }, "what its name says is secret"],
    ["an AWS key", { id: "AKIAABCDEFGHIJKLMNOP" }, "an AWS access key"],
  ])("finds %s, without showing it", (_, payload, words) => {
    expectFinding("secret-in-payload", webhook(payload), words);
    const text = JSON.stringify(lint([webhook(payload)]));
    for (const secret of [letters, "XXXX", "hunter2", "correct-horse", "AKIA"])
      expect(text).not.toContain(secret);
  });

  it("looks into prompts and messages too", () => {
    expectFinding("secret-in-payload", prompt(`use ghp_${letters}`), "a GitHub token");
    expectFinding("secret-in-payload", message(`xoxb-${letters}`), "a Slack token");
  });

  it.each([
    ["a reference", { token: "${ACCESS_TOKEN}", secret: "${CI_SECRET}" }],
    ["a commit", { sha: "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12" }],
    ["words", { token: "see the vault", tokens: "1234567890", auth: "none" }],
    ["a URL", { url: "https://ci.example/hook?run=1" }],
  ])("lets be %s", (_, payload) => {
    expectNothing("secret-in-payload", webhook(payload));
  });
});

describe("github-dispatch", () => {
  const to = (path: string) =>
    new WebhookIntegration({ name: "gh", urlEndpoint: `https://api.github.com/repos/acme/models/${path}` });
  it("finds payloads that GitHub refuses", () => {
    expectFinding("github-dispatch", webhook({ a: 1 }, alias, to("dispatches")), "event_type");
    expectFinding(
      "github-dispatch",
      webhook({ a: 1 }, alias, to("actions/workflows/ci.yml/dispatches")),
      "without ref",
    );
    expectNothing("github-dispatch", webhook({ event_type: "deploy" }, alias, to("dispatches")));
    expectNothing("github-dispatch", webhook({ a: 1 }, alias, hook));
  });
});
