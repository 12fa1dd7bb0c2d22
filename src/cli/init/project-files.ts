import { VERSION } from "../../wire/version.js";

/** The files of a new project, by path. */
export function projectFiles(project: string): Readonly<Record<string, string>> {
  return {
    "automations/alerts.ts": automations(project),
    "automations/alerts.test.yaml": TESTS,
    ".github/workflows/automations.yml": WORKFLOW,
  };
}

/** What has to be installed for them. */
export const DEV_DEPENDENCIES: Readonly<Record<string, string>> = {
  "wandb-automations": `^${VERSION}`,
  yaml: "^2.9.1",
};

/** The project's own manifest, where there is none. */
export function manifest(name: string): string {
  const scripts = {
    validate: "wandb-automations validate --strict",
    test: "wandb-automations test",
    plan: "wandb-automations plan",
  };
  const fields = { name, private: true, type: "module", scripts, devDependencies: DEV_DEPENDENCIES };
  return `${JSON.stringify(fields, undefined, 2)}\n`;
}

/** What Git leaves out. */
export const IGNORED_PATHS: readonly string[] = ["node_modules/", "wandb/", ".env"];

const automations = (
  project: string,
) => `import { OnRunMetric, OnRunState, RunEvent, SendNotification } from "wandb-automations";

const scope = ${JSON.stringify(project)};

/** The average of 5 losses is half as high again as that of the 5 before. */
export const lossSpike = new OnRunMetric({
  scope,
  filter: RunEvent.metric("train/loss").avg(5).increasesBy({ frac: 0.5 }),
}).then(
  // Without an integration it goes to the team's Slack channel, if it has one.
  new SendNotification({ title: "Loss spike", message: "The training loss jumped by half.", severity: "WARN" }),
);

/** A run failed or crashed. */
export const runFailed = new OnRunState({
  scope,
  filter: RunEvent.state.eq("failed"),
}).then(new SendNotification({ title: "Run failed", message: "A training run failed.", severity: "ERROR" }));
`;

const TESTS = `automations: ./alerts.ts
tests:
  - name: a jump of the loss is told once
    automation: loss-spike
    runs:
      - { id: spike, series: { "train/loss": "1x9 3x9" } }
      - { id: steady, series: { "train/loss": "2-0.1x17" } }
    expect:
      - { run: spike }

  - name: a failed run is told
    automation: run-failed
    runs:
      - { id: good, state: finished }
      - { id: bad, state: failed }
    expect:
      - { run: bad, state: failed }
`;

const WORKFLOW = `name: automations
on:
  pull_request:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - run: npm install
      - run: npx wandb-automations validate --strict --reporter github
      - run: npx wandb-automations test --reporter github
`;
