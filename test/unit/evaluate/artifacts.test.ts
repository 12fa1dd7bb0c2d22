import { describe, expect, it } from "vitest";
import { type ArtifactChange, type ArtifactEvent, createEvaluator, dryRun } from "wandb-automations/evaluate";
import { losses, onArtifact, RUN, threshold } from "./automations.js";

const EVENT_TYPES: Readonly<Record<ArtifactChange, string>> = {
  created: "CREATE_ARTIFACT",
  linked: "LINK_MODEL",
  unlinked: "UNLINK_ARTIFACT",
  aliasAdded: "ADD_ARTIFACT_ALIAS",
  tagAdded: "ADD_ARTIFACT_TAG",
  tagRemoved: "REMOVE_ARTIFACT_TAG",
  collectionTagAdded: "ADD_COLLECTION_TAG",
  collectionTagRemoved: "REMOVE_COLLECTION_TAG",
};
const CHANGES = Object.keys(EVENT_TYPES) as ArtifactChange[];

const event = (change: ArtifactChange, more: Partial<ArtifactEvent> = {}): ArtifactEvent => ({
  kind: "artifact",
  change,
  entity: "acme",
  project: "vision",
  collection: "mlp",
  ...more,
});

describe("an artifact event", () => {
  it.each(CHANGES)("%s fires the automation on it, and no other", async (change) => {
    const automations = CHANGES.map((one) => onArtifact(EVENT_TYPES[one]));
    const verdict = await dryRun(automations, [
      event(change, { version: "v1", alias: "a", tag: "t", timestamp: 1.8e9 }),
    ]);
    expect(verdict.firings).toMatchObject([
      {
        kind: "artifact",
        automation: { index: CHANGES.indexOf(change) },
        change,
        collection: "mlp",
        timestamp: 1.8e9,
      },
    ]);
    expect(verdict.firings[0]?.reason).toContain("mlp");
  });

  it("fires every time: there is no 24-hour rule", async () => {
    const events = [event("created"), event("created"), event("created")];
    expect((await dryRun(onArtifact("CREATE_ARTIFACT"), events)).firings).toHaveLength(3);
  });

  it.each<[unknown, Partial<ArtifactEvent>, boolean]>([
    [{ alias: { $regex: "^prod-" } }, { alias: "prod-eu" }, true],
    [{ alias: { $regex: "^prod-" } }, { alias: "preprod-eu" }, false],
    [{ alias: "prod" }, { aliases: ["latest", "prod"] }, true],
    [{ alias: "prod" }, {}, false],
    [{ $not: { tag: "draft" } }, { tag: "final" }, true],
    [{ "metadata.accuracy": { $gt: 0.9 } }, { metadata: { accuracy: 0.95 } }, true],
    [{ "metadata.constructor": { $exists: true } }, { metadata: {} }, false],
    [{ version: "v2" }, { version: "v2" }, true],
    [{ nonsense: 1 }, {}, false],
  ])("%j admits %j: %s", async (condition, more, admitted) => {
    const verdict = await dryRun(onArtifact("LINK_MODEL", [condition]), [event("linked", more)]);
    expect(verdict.fired).toBe(admitted);
    if (!admitted) expect(verdict.outcomes).toMatchObject([{ evaluated: 1, blockers: [{ kind: "filter" }] }]);
  });

  it("mixes with runs in one history", async () => {
    const history = [
      { run: RUN, rows: losses(2) },
      event("created"),
      { run: { ...RUN, id: "r2" }, rows: losses(2) },
    ];
    const verdict = await dryRun([threshold(), onArtifact("CREATE_ARTIFACT")], history);
    expect(verdict.firings.map(({ kind }) => kind)).toEqual(["metric", "artifact", "metric"]);
    expect(verdict.automations).toMatchObject([{ runs: 2 }, { runs: 0, firings: 1 }]);
  });

  it("that isn't there, and a disabled automation, are said to be why", async () => {
    const verdict = await dryRun(
      [onArtifact("LINK_MODEL"), onArtifact("CREATE_ARTIFACT", [], { enabled: false })],
      [event("created")],
    );
    expect(verdict.outcomes).toMatchObject([
      { blockers: [{ kind: "event" }] },
      { blockers: [{ kind: "disabled" }] },
    ]);
  });

  it("comes through a stream the same", () => {
    const evaluator = createEvaluator([
      onArtifact("CREATE_ARTIFACT"),
      onArtifact("CREATE_ARTIFACT", [{ version: "v9" }]),
    ]);
    expect(evaluator.push(event("created", { version: "v1" }))).toHaveLength(1);
    expect(evaluator.push(event("created", { version: "v9" }))).toHaveLength(2);
    expect(evaluator.push(event("linked"))).toEqual([]);
  });
});
