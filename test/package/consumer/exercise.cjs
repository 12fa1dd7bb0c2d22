// What users do, once: build, compile, save to the emulator, list, dry-run. `load` is import() or require().
const assert = require("node:assert/strict");
const { gunzipSync } = require("node:zlib");
const subpaths = require("./subpaths.json");

module.exports = async function exercise(load) {
  // What teaches a test runner the matchers can only be loaded in one.
  for (const subpath of subpaths.filter((name) => !/\/testing\/(vitest|jest)$/.test(name))) {
    assert.ok(Object.keys(await load(subpath)).length > 0, `${subpath} exports nothing`);
  }
  const { Api, MetricThresholdFilter, OnRunMetric, SendNotification, SlackIntegration, isValidationError } =
    await load("wandb-automations");
  const { createEmulator } = await load("wandb-automations/emulator");
  const { dryRun } = await load("wandb-automations/evaluate");
  const { readWandbFile } = await load("wandb-automations/history");

  assert.throws(() => new MetricThresholdFilter({ name: "accuracy" }), isValidationError);
  const automation = new OnRunMetric({
    scope: "acme/vision",
    filter: new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: 0.95 }),
  }).then(
    new SendNotification({
      integration: new SlackIntegration({ webhookUrl: "https://hooks.example/T/B/X" }),
    }),
  );

  const emulator = await createEmulator({ demo: true });
  const api = new Api({ apiKey: emulator.apiKey, baseUrl: emulator.url, fetch: emulator.fetch });
  const saved = await automation.save({ name: "accuracy-alert", api });
  const listed = await api.project("acme/vision").automations().toArray();
  assert.deepEqual(
    listed.map(({ id, name }) => ({ id, name })),
    [{ id: saved.id, name: "accuracy-alert" }],
  );
  const graphiql = await emulator.fetch(`${emulator.url}/page/graphiql.js`);
  assert.equal(graphiql.status, 200, "GraphiQL is in the package");
  assert.match(gunzipSync(Buffer.from(await graphiql.arrayBuffer())).toString(), /GraphiQL/);
  await emulator.close();

  const series = {
    run: { id: "r1" },
    rows: [0.5, 0.96, 0.97].map((accuracy, _step) => ({ _step, accuracy })),
  };
  for (const tried of [automation, saved]) {
    const verdict = await dryRun(tried, series);
    assert.deepEqual(
      verdict.firings.map(({ step }) => step),
      [1],
    );
  }
  const rows = [];
  for await (const row of (await readWandbFile("runs/baseline.wandb")).rows) rows.push(row);
  assert.ok(rows.length > 0);
};
