import { expectTypeOf } from "vitest";
import {
  type Action,
  type Automation,
  type AutomationEvent,
  and,
  collection,
  compileAutomation,
  DoNothing,
  defineAutomation,
  FilterExpression,
  isAction,
  isEvent,
  MetricChangeFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  type NewAutomation,
  OnAddArtifactAlias,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRunMetric,
  OnRunState,
  organization,
  type ProjectScope,
  project,
  RunEvent,
  type RunMetricFilter,
  type RunStateFilter,
  registry,
  registryCollection,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  SlackIntegration,
  StateFilter,
  simplifyFilter,
  team,
  type UnknownAction,
  type UnknownEvent,
  type UnknownScope,
  WebhookIntegration,
} from "wandb-automations";

const metric = RunEvent.metric("loss").gt(1);
const state = RunEvent.state.eq("failed");
const run = RunEvent.name.eq("x");
const action = new DoNothing();
const event = new OnRunMetric({ scope: "acme/vision", filter: metric });

// Awaiting an event gives nothing, and where TypeScript can tell, it says so.
expectTypeOf<Awaited<OnRunMetric>>().toBeNever();
expectTypeOf<Awaited<OnCreateArtifact>>().toBeNever();
expectTypeOf<Awaited<NewAutomation>>().toEqualTypeOf<NewAutomation>();
expectTypeOf(event.then(action)).toEqualTypeOf<NewAutomation>();
export async function awaits(): Promise<void> {
  // @ts-expect-error TS1320: an event isn't a promise
  await event;
  // What then() gives can be awaited like anything else.
  expectTypeOf(await event.then(action)).toEqualTypeOf<NewAutomation>();
}
// @ts-expect-error TS1058: an async function can't return an event
export const returns = async () => event;
export const wraps = async () => ({ event });

// Run events are in projects, teams and organizations.
for (const scope of [project("a/b"), team("a"), organization("a")]) {
  new OnRunMetric({ scope, filter: metric });
  new OnRunState({ scope, filter: state });
}
// @ts-expect-error a registry has no runs
new OnRunMetric({ scope: registry("a/b"), filter: metric });
// @ts-expect-error a collection has no runs
new OnRunMetric({ scope: collection("a/b/c"), filter: metric });
// @ts-expect-error a registry's collection has no runs
new OnRunState({ scope: registryCollection("a/b/c"), filter: state });

// A version is made in a single collection.
new OnCreateArtifact({ scope: collection("a/b/c") });
new OnCreateArtifact({ scope: registryCollection("a/b/c") });
// @ts-expect-error a project isn't a collection
new OnCreateArtifact({ scope: project("a/b") });
// @ts-expect-error a registry isn't a collection
new OnCreateArtifact({ scope: registry("a/b") });
// @ts-expect-error a team isn't a collection
new OnCreateArtifact({ scope: team("a") });

// A path that is known has to fit; one that isn't is checked when the code runs.
declare const path: string;
declare const pathOrScope: string | ProjectScope;
new OnRunMetric({ scope: path, filter: metric });
new OnRunMetric({ scope: pathOrScope, filter: metric });
new OnCreateArtifact({ scope: path });
new OnCreateArtifact({ scope: `${path}/resnet` });
new OnLinkArtifact({ scope: path });
new OnLinkArtifact({ scope: "acme/vision" });
new OnLinkArtifact({ scope: "acme/vision/resnet" });
new OnLinkArtifact({ scope: "acme-inc/wandb-registry-model" });
expectTypeOf(new OnRunMetric({ scope: "acme/vision", filter: metric })).toExtend<OnRunMetric>();
// @ts-expect-error a collection's path
new OnRunMetric({ scope: "acme/vision/resnet", filter: metric });
// @ts-expect-error a registry's path
new OnRunState({ scope: "acme-inc/wandb-registry-model", filter: state });
// @ts-expect-error no project
new OnRunState({ scope: "acme", filter: state });
// @ts-expect-error a project's path
new OnCreateArtifact({ scope: "acme/vision" });
// @ts-expect-error four parts
new OnCreateArtifact({ scope: "acme/vision/resnet/v1" });
// @ts-expect-error no project
new OnAddArtifactAlias({ scope: "acme" });
// @ts-expect-error four parts
new OnAddArtifactAlias({ scope: "acme/vision/resnet/v1" });

// Events need their options, of their kind.
// @ts-expect-error no scope
new OnLinkArtifact({});
// @ts-expect-error no filter
new OnRunMetric({ scope: "a/b" });
// @ts-expect-error states aren't a metric
new OnRunMetric({ scope: "a/b", filter: state });
// @ts-expect-error a metric isn't states
new OnRunState({ scope: "a/b", filter: metric });
// @ts-expect-error a run filter alone isn't a condition
new OnRunMetric({ scope: "a/b", filter: run });
// @ts-expect-error there is no such option
new OnLinkArtifact({ scope: "a/b", name: "x" });

// Metric conditions say exactly what can be said.
new MetricThresholdFilter({ name: "x", cmp: "$gte", threshold: 1, agg: "MEAN", window: 3 });
// @ts-expect-error no such comparison
new MetricThresholdFilter({ name: "x", cmp: "=>", threshold: 1 });
// @ts-expect-error no such aggregation
new MetricThresholdFilter({ name: "x", cmp: ">", threshold: 1, agg: "median" });
// @ts-expect-error a threshold is a number
new MetricThresholdFilter({ name: "x", cmp: ">", threshold: "1" });
// @ts-expect-error no threshold
new MetricThresholdFilter({ name: "x", cmp: ">" });
// @ts-expect-error no name
new MetricThresholdFilter({ cmp: ">", threshold: 1 });
// @ts-expect-error Python's name of an option
new MetricThresholdFilter({ name: "x", cmp: ">", threshold: 1, window_size: 3 });
new MetricChangeFilter({ name: "x", amount: 1, changeType: "ABSOLUTE", changeDir: "any" });
// @ts-expect-error no such type of change
new MetricChangeFilter({ name: "x", amount: 1, changeType: "percent" });
// @ts-expect-error no such direction
new MetricChangeFilter({ name: "x", amount: 1, changeDir: "up" });
// @ts-expect-error no amount
new MetricChangeFilter({ name: "x" });
// @ts-expect-error an amount is a number
new MetricChangeFilter({ name: "x", amount: "10%" });
// @ts-expect-error z-scores have no aggregation
new MetricZScoreFilter({ name: "x", agg: "max" });
// @ts-expect-error no name
new MetricZScoreFilter({});

// The fluent forms as well.
RunEvent.metric("x").avg().changesBy({ frac: 0.1, priorWindow: 3 });
// @ts-expect-error a threshold is a number
RunEvent.metric("x").gt("1");
// @ts-expect-error both
RunEvent.metric("x").changesBy({ frac: 0.1, diff: 1 });
// @ts-expect-error neither
RunEvent.metric("x").changesBy({});
// @ts-expect-error an aggregate can't be aggregated again
RunEvent.metric("x").avg(3).max(3);
// @ts-expect-error no such state
RunEvent.state.eq("killed");
// @ts-expect-error a list
RunEvent.state.in("failed");
// @ts-expect-error no such state
new StateFilter({ states: ["done"] });
// @ts-expect-error an object isn't a scalar
RunEvent.field("x").eq({});
// @ts-expect-error null isn't a scalar
RunEvent.field("x").ne(null);

// Conditions join with run filters from either side.
expectTypeOf(metric.and(run)).toEqualTypeOf<RunMetricFilter>();
expectTypeOf(run.and(metric)).toEqualTypeOf<RunMetricFilter>();
expectTypeOf(run.and(metric.and(run))).toEqualTypeOf<RunMetricFilter>();
expectTypeOf(run.and(state)).toEqualTypeOf<RunStateFilter>();
expectTypeOf(run.and(run, { alias: "x" })).toEqualTypeOf<FilterExpression>();
// @ts-expect-error a condition on a metric isn't a filter of runs
and(run, metric);
// @ts-expect-error JSON has no dates
new FilterExpression({ a: new Date() });
// @ts-expect-error JSON has no functions
simplifyFilter({ a: () => 1 });

// Actions.
const slack = new SlackIntegration({ id: "S1" });
const webhook = new WebhookIntegration({ id: "W1" });
new SendNotification({ integration: slack, severity: "warn", title: null });
SendNotification.fromIntegration(slack, { title: "T", text: "M", level: "ERROR" });
// @ts-expect-error no such severity
new SendNotification({ integration: slack, severity: "FATAL" });
// @ts-expect-error a webhook isn't a Slack channel
new SendNotification({ integration: webhook });
// @ts-expect-error those are the words of fromIntegration
new SendNotification({ integration: slack, text: "M" });
// @ts-expect-error those are the words of the constructor
SendNotification.fromIntegration(slack, { message: "M" });
// @ts-expect-error a Slack channel isn't a webhook
new SendWebhook({ integration: slack });
// @ts-expect-error a payload is an object
new SendWebhook({ integration: webhook, payload: [1] });
// @ts-expect-error JSON has no undefined
new SendWebhook({ integration: webhook, payload: { a: undefined } });
// @ts-expect-error no prompt
new SendPromptToAria({});
// @ts-expect-error a URL, or the id of a saved one
new SlackIntegration({});
// @ts-expect-error no name
new WebhookIntegration({ urlEndpoint: "https://x.example" });

// What a server returned and this version doesn't know can't be made new.
declare const unknownEvent: UnknownEvent;
declare const unknownAction: UnknownAction;
declare const unknownScope: UnknownScope;
declare const saved: Automation;
// @ts-expect-error it can only be written back
defineAutomation({ event: unknownEvent, action });
// @ts-expect-error it can only be written back
defineAutomation({ event, action: unknownAction });
// @ts-expect-error it can only be written back
event.then(unknownAction);
// @ts-expect-error it can only be written back
new OnLinkArtifact({ scope: unknownScope });
// @ts-expect-error it may be unknown
event.then(saved.action);
// @ts-expect-error it may be unknown
new OnLinkArtifact({ scope: saved.scope });
if (isEvent(saved.event) && isAction(saved.action)) {
  expectTypeOf(saved.event).toEqualTypeOf<AutomationEvent>();
  expectTypeOf(saved.action).toEqualTypeOf<Action>();
  expectTypeOf(defineAutomation({ event: saved.event, action: saved.action })).toEqualTypeOf<NewAutomation>();
}

// Automations need both halves, and changes are of their kind.
// @ts-expect-error no action
defineAutomation({ event });
// @ts-expect-error an action isn't an event
defineAutomation({ event: action, action });
// @ts-expect-error an integration isn't an action
event.then(slack);
compileAutomation(event.then(action), { scope: "a/b", description: "", enabled: false });
// @ts-expect-error no such change
compileAutomation(event.then(action), { enable: false });
// @ts-expect-error a description is cleared with ""
compileAutomation(event.then(action), { description: null });

// Events are told apart by their kind.
declare const anyEvent: AutomationEvent;
if (anyEvent.kind === "OnRunMetric") expectTypeOf(anyEvent.filter).toEqualTypeOf<RunMetricFilter>();
if (anyEvent.kind === "OnLinkArtifact") expectTypeOf(anyEvent.filter).toEqualTypeOf<FilterExpression>();

// Everything is read-only.
// @ts-expect-error
event.scope = project("a/b");
// @ts-expect-error
metric.threshold = 2;
// @ts-expect-error
run.json.$and = [];
// @ts-expect-error
saved.name = "x";
