import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { startEmulator } from "wandb-automations/emulator";

// Looks at the emulator's page in a real headless Chromium as a person would. Needs dist/ (npm run build).
// With SCREENSHOTS=<folder>, it leaves pictures of the page there.
const KEY = "k".repeat(40);
const RUN_FILE = fileURLToPath(new URL("../../examples/runs/fast-lr.wandb", import.meta.url));
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
];
const { SCREENSHOTS } = process.env;
if (SCREENSHOTS) mkdirSync(SCREENSHOTS, { recursive: true });

const received = [];
const receiver = createServer(async (request, response) => {
  const chunks = await request.toArray();
  received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
  response.end('{"taken":true}');
});
await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));

const emulator = await startEmulator({
  demo: true,
  apiKey: KEY,
  seed: {
    teams: [
      {
        name: "acme",
        secrets: { HOOK_TOKEN: "never-to-be-seen" },
        integrations: [
          {
            kind: "webhook",
            name: "hook",
            urlEndpoint: `http://127.0.0.1:${receiver.address().port}/hook`,
            accessTokenRef: "HOOK_TOKEN",
          },
        ],
      },
    ],
  },
});
const ask = async (query, variables = {}) => {
  const response = await fetch(`${emulator.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Basic ${btoa(`api:${KEY}`)}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined);
  return data;
};

const { project, entity } = await ask(`{
  project(name: "vision", entityName: "acme") { id }
  entity(name: "acme") { integrations { edges { node { ... on GenericWebhookIntegration { id name } } } } }
}`);
const hook = entity.integrations.edges.find(({ node }) => node.name === "hook").node.id;
const threshold = (name, cmp, limit, agg = null, window = 1) =>
  JSON.stringify({
    run_filter: '{"$and":[]}',
    run_metric_filter: {
      threshold_filter: { name, agg_op: agg, window_size: window, cmp_op: cmp, threshold: limit },
    },
    metric_filter: null,
  });
const create = (input) =>
  ask(
    "mutation($input: CreateFilterTriggerInput!) { createFilterTrigger(input: $input) { trigger { id } } }",
    {
      input: {
        enabled: true,
        scopeType: "PROJECT",
        scopeID: project.id,
        triggeringEventType: "RUN_METRIC",
        ...input,
      },
    },
  );
await create({
  name: "accuracy-alert",
  eventFilter: threshold("val/accuracy", "$gt", 0.95),
  triggeredActionType: "GENERIC_WEBHOOK",
  triggeredActionConfig: {
    genericWebhookActionInput: {
      integrationID: hook,
      requestPayload: '{"run": "${run_name}", "token": "${ACCESS_TOKEN}"}',
    },
  },
});
await create({
  name: "<img src=x onerror=alert(1)>",
  eventFilter: threshold("train/loss", "$gt", 50, "AVERAGE", 5),
  triggeredActionType: "NO_OP",
  triggeredActionConfig: { noOpActionInput: { noOp: true } },
});
const isEnabled = async (name) =>
  (await ask("{ triggers(first: 50) { edges { node { name enabled } } } }")).triggers.edges.find(
    ({ node }) => node.name === name,
  ).node.enabled;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: FLAGS,
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
const page = await context.newPage();
const complaints = [];
page.on("console", (message) => {
  if (["error", "warning"].includes(message.type())) complaints.push(message.text());
});
page.on("pageerror", (error) => complaints.push(error.message));
page.on("dialog", (dialog) => {
  complaints.push(`dialog: ${dialog.message()}`);
  dialog.dismiss();
});
const picture = (name) =>
  SCREENSHOTS && page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
/** What axe finds wrong, in the page's own world but past its policy, as a test tool may. */
async function assertAccessible(what) {
  const violations = await page.evaluate(`${axe.source}; axe.run().then(({ violations }) => violations.map(
    ({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" | ")))`);
  assert.deepEqual(violations, [], `axe on ${what}`);
}

try {
  await page.goto(emulator.url);
  await page.getByLabel("Key").fill("w".repeat(40));
  await page.keyboard.press("Enter");
  await page.getByText("does not let this key in").waitFor();
  // The console's message can come after what the page says.
  while (!/401/.test(complaints.join())) await page.waitForEvent("console");
  complaints.length = 0;
  await assertAccessible("the form for the key");
  await picture("key");
  await page.getByLabel("Key").fill(KEY);
  await page.getByRole("button", { name: "Open" }).click();

  const toggle = page.getByRole("switch", { name: "accuracy-alert enabled" });
  await toggle.waitFor();
  await page.getByText("latest value of val/accuracy > 0.95").waitFor();
  await page.getByText("project acme/vision").first().waitFor();
  await page.getByText("call the webhook hook").waitFor();
  // While it is being switched it takes no keys.
  const switched = (to) =>
    page.locator(`[role=switch][aria-label="accuracy-alert enabled"][aria-checked=${to}]:enabled`);
  await switched(true).press("Space");
  await switched(false).waitFor();
  assert.equal(await isEnabled("accuracy-alert"), false, "the API says that the automation is off");
  assert.equal(await toggle.evaluate((node) => node === document.activeElement), true, "it keeps the focus");
  await page.keyboard.press("Enter");
  await switched(true).waitFor();
  assert.equal(await isEnabled("accuracy-alert"), true, "the API says that the automation is on again");
  await assertAccessible("the page without runs");

  await page.getByLabel("Run file").setInputFiles(RUN_FILE);
  await page.getByLabel("Into the project").fill("acme/vision");
  await page.getByLabel("Pace").selectOption("20");
  await page.getByRole("button", { name: "Replay" }).click();
  const firing = page.locator("#firing");
  await firing.getByText(/accuracy-alert fired on fast-lr at step 134/).waitFor({ timeout: 60_000 });
  assert.equal(await firing.getAttribute("aria-live"), "polite");
  await page.locator("#replay-status").getByText("Replayed.").waitFor({ timeout: 60_000 });
  await page.getByRole("heading", { name: "fast-lr" }).waitFor();
  const chart = page.locator("#charts article").filter({ hasText: "accuracy-alert" });
  await chart.getByText(/Fired at step 134/).waitFor();
  const shapes = await chart.locator("svg .curve, svg .raw").count();
  assert.ok(
    shapes > 0 && (await chart.locator("svg .level").count()) > 0,
    "a curve and its threshold are drawn",
  );
  assert.ok((await chart.locator("svg .mark").count()) > 0, "the firing is marked");
  const stroke = await chart
    .locator("svg .level")
    .first()
    .evaluate((node) => getComputedStyle(node).strokeDasharray);
  assert.notEqual(stroke, "none", "the policy lets the picture's own style in");

  await emulator.settled();
  const execution = page.locator("#executions details").filter({ hasText: "accuracy-alert" });
  await execution.getByText("FINISHED").waitFor();
  await execution.locator("summary").press("Enter");
  const request = execution.getByLabel("Request");
  await request.getByText(/"run": "fast-lr"/).waitFor();
  await request.getByText(/authorization: Bearer \[redacted\]/).waitFor();
  await execution
    .getByLabel("Response")
    .getByText(/200 OK\s+\{\s+"taken": true/)
    .waitFor();
  assert.match(received[0].body, /never-to-be-seen/, "what was sent has the secret");
  assert.ok(!(await page.content()).includes("never-to-be-seen"), "what is shown has not");
  assert.ok(await page.getByRole("heading", { name: "<img src=x onerror=alert(1)>" }).count());
  assert.equal(await page.locator("main img").count(), 0, "a name is text");
  await assertAccessible("the page with a run");
  await picture("light");

  await page.emulateMedia({ colorScheme: "dark" });
  await assertAccessible("the dark page");
  await picture("dark");
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 400, height: 800 });
    await page.reload();
    await page.locator("#charts svg").first().waitFor();
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    assert.ok(wide <= 400, `at 400 pixels nothing sticks out, got ${wide}`);
    await assertAccessible(`the narrow page, ${colorScheme}`);
    await picture(`narrow-${colorScheme}`);
  }

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  for (let i = 0; i < 210; i++)
    await create({
      name: `many-${i}`,
      eventFilter: threshold("train/loss", "$gt", 1000 + i),
      triggeredActionType: "NO_OP",
      triggeredActionConfig: { noOpActionInput: { noOp: true } },
    });
  await page.getByText("212, the newest 200 shown").waitFor();
  await page.getByRole("button", { name: "Show 12 more" }).click();
  await page.locator("#automations > li").nth(211).waitFor();
  assert.equal(await page.getByRole("button", { name: /^Show \d+ more/ }).count(), 0);
  await assertAccessible("the page with many automations");
  await picture("many");
  await page.getByLabel("Find automations").fill("ACCURACY");
  await page.getByText("1 found").waitFor();
  await page.locator("#automations > li").nth(1).waitFor({ state: "detached" });
  await page.getByRole("switch", { name: "accuracy-alert enabled" }).waitFor();
  await page.getByLabel("Find automations").fill("no such thing");
  await page.getByText("none found").waitFor();
  await page.getByLabel("Find automations").fill("");
  await page.getByText("212, the newest 200 shown").waitFor();

  await page.getByRole("link", { name: "GraphiQL" }).click();
  // Its editors are made after its frame: the button asks with what the first of them holds.
  await page.locator(".graphiql-query-editor .cm-property", { hasText: "viewer" }).waitFor();
  await page.getByRole("button", { name: /Execute query/ }).click();
  await page.locator(".result-window").getByText('"emulator-user"').waitFor();
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.locator(".graphiql-doc-explorer").getByRole("link", { name: "Mutation", exact: true }).click();
  await page.locator(".graphiql-doc-explorer").getByText("createFilterTrigger").first().waitFor();
  await page.getByRole("button", { name: "Open settings dialog" }).click();
  await page.getByRole("dialog").getByText("Theme").waitFor();
  await picture("graphiql-settings");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await picture("graphiql");
  await page.emulateMedia({ colorScheme: "dark" });
  await picture("graphiql-dark");
  await page.emulateMedia({ colorScheme: "light" });

  await page.getByRole("link", { name: "Plain query" }).click();
  // A click waits until the field is shown; a focus would be lost on a hidden one, and the keys with it.
  await page.getByLabel("Query").click();
  await page.keyboard.press("Control+Enter");
  await page.getByText("Status 200").waitFor();
  assert.match(await page.locator("#answer").inputValue(), /"username": "emulator-user"/);
  await page.locator("#type option", { hasText: "EmulatorMutation" }).waitFor({ state: "attached" });
  await assertAccessible("the query page");
  await picture("query");

  assert.deepEqual(complaints, [], "the console is silent");

  const open = await startEmulator();
  await page.goto(open.url);
  await page.getByText("None yet. Save one").waitFor();
  assert.ok(await page.locator("#key-form").isHidden(), "no key is asked for where any will do");
  await assertAccessible("the page of an empty emulator");
  await picture("empty");
  await open.close();
  await page.getByText("doesn't answer").waitFor();
} catch (error) {
  console.error("on the console:", complaints);
  await picture("failed");
  throw error;
} finally {
  await browser.close();
  await emulator.close();
  receiver.close();
}
console.log(
  "the emulator's page shows, toggles, replays and asks in a headless Chromium, without axe violations",
);
