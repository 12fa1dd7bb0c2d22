/**
 * The TypeScript half of the crosswise checks. `create` saves an automation of every kind and tells their names and
 * events; `rewrite` gives every automation of the entities a new description and writes it back; `describe` tells
 * what every automation of the entities says; `greet` sends one request. Answers are JSON lines on standard output.
 */
import {
  Api,
  ArtifactEvent,
  type AutomationEvent,
  and,
  DoNothing,
  not,
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnRunMetric,
  OnRunState,
  OnUnlinkArtifact,
  or,
  organization,
  RunEvent,
  registry,
  registryCollection,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  team,
} from "../../src/index.js";

const ENTITIES = ["acme", "acme-inc"];
const api = new Api();
const [command] = process.argv.slice(2);
const tell = (value: unknown) => console.log(JSON.stringify(value));

if (command === "create") await create();
else if (command === "rewrite") await rewrite();
else if (command === "describe") await describe();
else if (command === "greet") tell(await api.viewer());
else throw new Error(`no such command: ${command}`);

async function* everything() {
  for (const entity of ENTITIES) yield* api.automations({ entity, perPage: 7 });
}

async function rewrite(): Promise<void> {
  for await (const automation of everything()) {
    const updated = await automation.update({ description: "rewritten by TypeScript" });
    tell({ name: updated.name, same: String(updated.event) === String(automation.event) });
  }
}

async function describe(): Promise<void> {
  for await (const { name, event, action, scope, enabled, description } of everything())
    tell({ name, enabled, description, says: `${event} → ${action} in ${scope}` });
}

async function create(): Promise<void> {
  const [slack] = await api.slackIntegrations({ entity: "acme" }).toArray();
  const [webhook] = await api.webhookIntegrations({ entity: "acme" }).toArray();
  const actions = [
    new DoNothing(),
    SendNotification.fromIntegration(slack!, { title: "Title ü", text: 'say "hi"', level: "WARN" }),
    SendWebhook.fromIntegration(webhook!, { payload: { run: "${run_name}", nested: { a: [1, 2.5, null] } } }),
    SendWebhook.fromIntegration(webhook!),
    new SendPromptToAria({ prompt: "Look at ${run_name}" }),
  ];
  for (const [i, event] of events().entries()) {
    const name = `typescript-${i}`;
    const saved = await event
      .then(actions[i % actions.length]!)
      .save({ api, name, description: `number ${i}`, enabled: i % 3 > 0 });
    tell({ name, says: `${saved.event} → ${saved.action} in ${saved.scope}` });
  }
}

function events(): AutomationEvent[] {
  const metric = RunEvent.metric("loss");
  const alias = ArtifactEvent.alias;
  const scopes = [
    "acme/vision",
    "acme/vision/resnet",
    registry("acme-inc/model"),
    registryCollection("acme-inc/model/prod-models"),
    team("acme"),
    organization("acme-inc"),
  ];
  const artifact = scopes.flatMap((scope) => [
    new OnLinkArtifact({ scope }),
    new OnUnlinkArtifact({ scope, filter: alias.in(["a", "b"]) }),
    new OnAddArtifactAlias({ scope, filter: and(alias.matchesRegex("^p"), alias.ne("px")) }),
    new OnAddArtifactTag({ scope, filter: ArtifactEvent.tag.eq("x") }),
    new OnRemoveArtifactTag({ scope, filter: or(alias.eq("a"), alias.eq("b")) }),
    new OnAddCollectionTag({ scope, filter: not(ArtifactEvent.tag.eq("x")) }),
    new OnRemoveCollectionTag({ scope }),
  ]);
  const runs = ["acme/vision", team("acme")].flatMap((scope) => [
    new OnRunMetric({ scope, filter: metric.gt(0.5) }),
    new OnRunMetric({ scope, filter: metric.max(3).gte(-1).and(RunEvent.name.contains("prod")) }),
    new OnRunMetric({ scope, filter: metric.avg(4).increasesBy({ frac: 0.1 }) }),
    new OnRunMetric({ scope, filter: metric.min(2).changesBy({ diff: 3 }) }),
    new OnRunMetric({ scope, filter: metric.zscore(10).abs().gt(3) }),
    new OnRunState({ scope, filter: RunEvent.state.in(["running", "failed"]) }),
  ]);
  return [
    ...artifact,
    ...runs,
    new OnCreateArtifact({ scope: "acme/vision/resnet" }),
    new OnCreateArtifact({ scope: registryCollection("acme-inc/model/prod-models") }),
  ];
}
