import { describe, expect, it } from "vitest";
import { runTestFiles, testFileJsonSchema } from "wandb-automations/test-files";
import { bodyDifferences } from "../../../src/test-files/match-body.js";
import { projectWith } from "../files/project-files.js";

const AUTOMATIONS = `import { ArtifactEvent, DoNothing, OnAddArtifactAlias, OnRunMetric, registry, RunEvent, SendNotification, SendWebhook, SlackIntegration, WebhookIntegration } from "wandb-automations";
const integration = new WebhookIntegration({ name: "ci", urlEndpoint: "https://ci.example/hook", accessTokenRef: "CI" });
const event = new OnAddArtifactAlias({ scope: registry("acme-inc/model"), filter: ArtifactEvent.alias.matchesRegex("prod.*") });
const payload = {
  model: "\${artifact_version_string}",
  scores: [{ name: "f1", value: "\${artifact_metadata.f1}" }, 2],
  by: "\${event_author}",
  auth: { token: "canary-in-payload", bearer: "\${ACCESS_TOKEN}" },
};
export const deploy = event.then(new SendWebhook({ integration, payload }));
export const quiet = event.then(new DoNothing());
const slack = new SlackIntegration({ webhookUrl: "https://hooks.slack.com/services/T000/B000/XXXX" });
export const page = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }).then(
  new SendNotification({ integration: slack, title: "High loss", message: "on \${run_name}", severity: "WARN" }),
);
`;

const PROD =
  "{ artifact: acme-inc/wandb-registry-model/digits:v3, change: aliasAdded, alias: prod, metadata: { f1: 0.9 } }";

/** The only test of a file. */
async function runOne(automation: string, given: string, expected: string) {
  const yaml = `automations: ./automations.ts
tests:
  - name: test
    automation: ${automation}
    ${given}
    expect: ${expected}
`;
  const cwd = projectWith({ "automations.ts": AUTOMATIONS, "automations.test.yaml": yaml });
  const { tests, broken } = await runTestFiles([], { cwd });
  expect(broken).toEqual([]);
  return tests[0]!;
}

const onProd = (expected: string) => runOne("deploy", `events: [${PROD}]`, expected);

describe("an expected body", () => {
  it.each([
    ["some members", '{ model: "acme-inc/wandb-registry-model/digits:prod" }'],
    ["members of members and items of lists", '{ scores: [{ value: "0.9" }, 2] }'],
    ["what only a server knows, and secrets", '{ by: "<event_author>", auth: { bearer: "[redacted]" } }'],
    ["nothing in particular", "{}"],
  ])("is met by one that has %s", async (_, body) => {
    expect(await onProd(`[{ alias: prod, body: ${body} }]`)).toMatchObject({
      status: "passed",
      difference: [],
    });
  });

  it("fails with each place that differs", async () => {
    const test = await onProd(
      '[{ alias: prod, body: { model: digits, scores: [{ value: 0.9 }], missing: { a: 1 }, by: "<event_author>" } }]',
    );
    expect(test).toMatchObject({ status: "failed", message: "1 firing with another body than expected" });
    expect(test.difference).toEqual([
      expect.stringMatching(/^ {2}.*: alias "prod" was added to digits:v3$/),
      '- body.model: "digits"',
      '+ body.model: "acme-inc/wandb-registry-model/digits:prod"',
      '- body.scores: [{"value":0.9}] (1 item)',
      '+ body.scores: [{"name":"f1","value":"0.9"},2] (2 items)',
      '- body.missing: {"a":1}',
      "+ body.missing: nothing",
    ]);
  });

  it("shows no secrets where they differ", async () => {
    const test = await onProd(
      '[{ body: { auth: { token: canary-expected, bearer: canary-bearer }, model: "acme-inc/wandb-registry-model/digits:prod" } }]',
    );
    expect(test.difference.slice(1)).toEqual([
      "- body.auth.token: text that isn't shown",
      "+ body.auth.token: something else, not shown",
      '- body.auth.bearer: "canary-bearer"',
      '+ body.auth.bearer: "[redacted]"',
    ]);
    const elsewhere = await onProd("[{ version: v9, body: { auth: { token: canary } } }]");
    expect(elsewhere.difference[0]).toBe('- version v9 with the body {"auth":{"token":[redacted]}}');
    expect(JSON.stringify([test, elsewhere])).not.toMatch(/canary-(in|exp)/);
  });

  it("tells firings apart, in any order", async () => {
    const events = `events: [${PROD}, ${PROD.replace("prod,", "prod-eu,")}]`;
    const eu = '{ body: { model: "acme-inc/wandb-registry-model/digits:prod-eu" } }';
    expect((await runOne("deploy", events, `[${eu}, {}]`)).status).toBe("passed");
    expect((await runOne("deploy", events, `[{}, ${eu}]`)).status).toBe("passed");
    expect(await runOne("deploy", events, `[${eu}, ${eu}]`)).toMatchObject({
      status: "failed",
      message: "1 firing with another body than expected",
    });
  });

  it("is that of a notification to Slack by URL too", async () => {
    const runs = 'runs: [{ displayName: r1, series: { loss: "1 3" } }]';
    const test = await runOne("page", runs, "[{ step: 1, body: { text: nothing of the kind } }]");
    expect(test.difference.at(-1)).toMatch(/^\+ body\.text: ".*High loss.*on r1/);
  });

  it("is no JSON where a payload from a server isn't any more", () => {
    expect(bodyDifferences({ canary: "prod" }, {})).toEqual([
      { path: "body", expected: '{"canary":"prod"}', got: "text that isn't JSON" },
    ]);
  });

  it("can't be tested of an automation that sends no webhook", async () => {
    expect(await runOne("quiet", `events: [${PROD}]`, "[{ body: {} }]")).toMatchObject({
      status: "error",
      message: "The test expects a body, but the automation's action is NO_OP, which sends no webhook.",
    });
    expect(await runOne("quiet", `events: [${PROD}]`, "[{}]")).toMatchObject({ status: "passed" });
  });

  it("is warned of where variables stay blank, if the test looks at it", async () => {
    const bare = PROD.replace(", metadata: { f1: 0.9 }", "");
    const looked = await runOne("deploy", `events: [${bare}]`, '[{ body: { by: "<event_author>" } }]');
    expect(looked).toMatchObject({
      status: "passed",
      warnings: ["${artifact_metadata.f1} is blank: this event has no such value"],
    });
    expect((await runOne("deploy", `events: [${bare}]`, "[{}]")).warnings).toEqual([]);
  });

  it("is an object, and in the schema for editors", async () => {
    const cwd = projectWith({
      "automations.ts": AUTOMATIONS,
      "automations.test.yaml": `automations: ./automations.ts
tests:
  - { name: a, automation: deploy, events: [${PROD}], expect: [{ body: text }] }
  - { name: b, automation: deploy, events: [${PROD}], expect: [{ payload: {} }] }
`,
    });
    const { broken } = await runTestFiles([], { cwd });
    expect(broken).toMatchObject([
      { line: 3, message: expect.stringContaining("must be an object of names and values") },
      { line: 4, message: expect.stringContaining("did you mean body?") },
    ]);
    expect(JSON.stringify(testFileJsonSchema())).toMatch(/"body":\{"description":"[^"]+","type":"object"/);
  });
});
