// What building an automation, compiling it and making the mutation's input costs once a process is warm: prints the
// median microseconds of each kind as JSON. Plain JavaScript on dist/, so that it measures what users get.
import * as wandb from "../../dist/index.js";

const { ArtifactEvent, DoNothing, OnAddArtifactAlias, OnRunMetric, OnRunState, RunEvent } = wandb;
const { MetricChangeFilter, MetricThresholdFilter, MetricZScoreFilter, SendNotification, SendWebhook } =
  wandb;
const ROUNDS = 31;
const MANY = 2000;

const onMetric = (n, filter) => new OnRunMetric({ scope: `acme/vision-${n % 16}`, filter });
const above = (n) =>
  onMetric(n, new MetricThresholdFilter({ name: "accuracy", cmp: ">", threshold: n / 1000 }));
const nothing = () => new DoNothing();

// Every round builds other automations: nothing is gained by remembering what was built before.
const KINDS = {
  threshold: (n) => above(n).then(nothing()),
  change: (n) => {
    const windows = { agg: "average", window: 10, priorWindow: 50 };
    return onMetric(n, new MetricChangeFilter({ name: "loss", amount: n / 100, ...windows })).then(nothing());
  },
  "z-score": (n) => onMetric(n, new MetricZScoreFilter({ name: "loss", threshold: n / 100 })).then(nothing()),
  "run state": (n) => {
    const filter = RunEvent.state.in(["failed", "crashed"]);
    return new OnRunState({ scope: `acme/vision-${n % 16}`, filter }).then(nothing());
  },
  "artifact alias": (n) => {
    const filter = ArtifactEvent.alias.eq(`prod-${n % 64}`);
    return new OnAddArtifactAlias({ scope: `acme/vision-${n % 16}/resnet`, filter }).then(nothing());
  },
  "average, for some runs": (n) => {
    const average = RunEvent.metric("loss").avg(5);
    return onMetric(n, average.gt(n / 1000).and(RunEvent.name.contains(`prod-${n % 64}`))).then(nothing());
  },
  "threshold, Slack": (n) =>
    above(n).then(
      new SendNotification({ integrationId: `slack-${n % 16}`, title: "high", severity: "WARN" }),
    ),
  "threshold, webhook": (n) => {
    const payload = { model: "${artifact_version_string}", n };
    return above(n).then(new SendWebhook({ integrationId: `hook-${n % 16}`, payload }));
  },
};

let n = 0;
function toInput(build) {
  n += 1;
  const compiled = wandb.compileAutomation(build(n), { name: `alert-${n % 1000}` });
  return wandb.compileCreateInput(compiled, { scopeId: "p" });
}

function medianMicroseconds(build) {
  const times = [];
  for (let round = -5; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < MANY; i++) toInput(build);
    // The first rounds warm up.
    if (round >= 0) times.push(((performance.now() - start) / MANY) * 1000);
  }
  return times.sort((a, b) => a - b)[ROUNDS >> 1];
}

console.log(
  JSON.stringify(
    Object.fromEntries(Object.entries(KINDS).map(([kind, build]) => [kind, medianMicroseconds(build)])),
  ),
);
