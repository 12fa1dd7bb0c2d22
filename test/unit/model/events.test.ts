import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  collection,
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
  organization,
  project,
  RunEvent,
  registry,
  registryCollection,
  team,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const ARTIFACT_EVENTS = [
  [OnLinkArtifact, "LINK_MODEL"],
  [OnUnlinkArtifact, "UNLINK_ARTIFACT"],
  [OnAddArtifactAlias, "ADD_ARTIFACT_ALIAS"],
  [OnAddArtifactTag, "ADD_ARTIFACT_TAG"],
  [OnRemoveArtifactTag, "REMOVE_ARTIFACT_TAG"],
  [OnAddCollectionTag, "ADD_COLLECTION_TAG"],
  [OnRemoveCollectionTag, "REMOVE_COLLECTION_TAG"],
] as const;
const SCOPES = {
  project: project("acme/vision"),
  collection: collection("acme/vision/resnet"),
  registry: registry("acme-inc/model"),
  registryCollection: registryCollection("acme-inc/model/prod"),
  team: team("acme"),
  organization: organization("acme-inc"),
};
const filter = ArtifactEvent.alias.eq("prod");

describe.each(ARTIFACT_EVENTS)("%o", (Event, eventType) => {
  it("is of its type, in any scope", () => {
    for (const scope of Object.values(SCOPES)) {
      const event = new Event({ scope, filter });
      expect(event).toMatchObject({ kind: Event.name, eventType, scope });
      expect(event.filter.json).toEqual(filter.json);
    }
  });

  it("counts always where no filter is given", () => {
    expect(new Event({ scope: "acme/vision" }).filter.json).toEqual({ $and: [] });
    expect(`${new Event({ scope: "acme/vision" })}`).toBe(`${Event.name}(acme/vision)`);
    expect(`${new Event({ scope: "acme/vision", filter })}`).toBe(
      `${Event.name}(acme/vision: {"alias":{"$eq":"prod"}})`,
    );
  });

  it("takes a filter as JSON, and copies it", () => {
    const given = { alias: "prod" };
    const event = new Event({ scope: "acme/vision", filter: given });
    given.alias = "changed";
    expect(event.filter.json).toEqual({ alias: "prod" });
  });
});

describe("OnCreateArtifact", () => {
  it("is of its type, in a single collection", () => {
    expect(new OnCreateArtifact({ scope: "acme/vision/resnet" })).toMatchObject({
      kind: "OnCreateArtifact",
      eventType: "CREATE_ARTIFACT",
      scope: SCOPES.collection,
    });
    expect(new OnCreateArtifact({ scope: SCOPES.registryCollection }).scope.kind).toBe("registryCollection");
  });

  it.each(["project", "registry", "team", "organization"] as const)("can't be in a %s", (kind) => {
    expect(issuesOf(() => new OnCreateArtifact({ scope: loose(SCOPES[kind]) })).scope).toMatch(
      `must be a collection or registryCollection for CREATE_ARTIFACT events, got the ${kind} acme`,
    );
  });
});

describe("OnRunMetric", () => {
  const metric = RunEvent.metric("loss").gt(1);

  it.each([
    [metric, "RUN_METRIC"],
    [RunEvent.metric("loss").changesBy({ frac: 0.1 }), "RUN_METRIC_CHANGE"],
    [RunEvent.metric("loss").zscore().gt(3), "RUN_METRIC_ZSCORE"],
    [metric.and(RunEvent.name.eq("x")), "RUN_METRIC"],
  ])("is of the type that %s makes it", (condition, eventType) => {
    const event = new OnRunMetric({ scope: "acme/vision", filter: condition });
    expect(event).toMatchObject({ kind: "OnRunMetric", eventType, scope: SCOPES.project });
    expect(event.filter.metric.name).toBe("loss");
  });

  it.each(["collection", "registry", "registryCollection"] as const)("can't be in a %s", (kind) => {
    const build = () => new OnRunMetric({ scope: loose(SCOPES[kind]), filter: metric });
    expect(issuesOf(build).scope).toMatch(
      `must be a project, team or organization for RUN_METRIC events, got the ${kind} acme`,
    );
  });

  it.each([
    undefined,
    null,
    5,
    "loss > 1",
    { name: "loss" },
    RunEvent.state.eq("failed"),
    RunEvent.name.eq("x"),
    RunEvent.metric("loss"),
  ])("needs a condition on a metric, which %o isn't", (given) => {
    const build = () => new OnRunMetric({ scope: "acme/vision", filter: loose(given) });
    expect(issuesOf(build).filter).toMatch(
      'must be a metric condition such as RunEvent.metric("loss").avg(5).gt(0.5), got ',
    );
  });

  it("reports scope, filter and unknown options at once", () => {
    const options = { scope: "acme", filter: 1, name: "x" };
    expect(Object.keys(issuesOf(() => new OnRunMetric(loose(options))))).toEqual(["name", "scope", "filter"]);
  });
});

describe("OnRunState", () => {
  it("is of its type, in a project, a team or an organization", () => {
    const state = RunEvent.state.eq("failed");
    for (const scope of [SCOPES.project, SCOPES.team, SCOPES.organization]) {
      const event = new OnRunState({ scope, filter: state });
      expect(event).toMatchObject({ kind: "OnRunState", eventType: "RUN_STATE", scope });
    }
    expect(`${new OnRunState({ scope: "a/b", filter: state })}`).toBe(
      "OnRunState(a/b: state becomes failed)",
    );
  });

  it("needs states", () => {
    expect(issuesOf(() => new OnRunState({ scope: "a/b", filter: loose("failed") }))).toEqual({
      filter: 'must be states such as RunEvent.state.in(["failed"]), got "failed"',
    });
  });

  it.each([SCOPES.registry, "acme/vision/resnet", "acme-inc/wandb-registry-model"])(
    "can't be in %o",
    (scope) => {
      const build = () => new OnRunState({ scope: loose(scope), filter: RunEvent.state.eq("failed") });
      expect(issuesOf(build).scope).toMatch("must be a project, team or organization for RUN_STATE events");
    },
  );
});

describe("every event", () => {
  it.each([
    new OnLinkArtifact({ scope: "a/b", filter }),
    new OnCreateArtifact({ scope: "a/b/c" }),
    new OnRunMetric({ scope: "a/b", filter: RunEvent.metric("x").gt(1) }),
    new OnRunState({ scope: "a/b", filter: RunEvent.state.eq("failed") }),
  ])("is frozen: %s", (event) => {
    expect([event, event.scope, event.filter].every(Object.isFrozen)).toBe(true);
  });

  it.each([OnLinkArtifact, OnCreateArtifact, OnRunMetric, OnRunState])("%o needs its options", (Event) => {
    for (const options of [undefined, null, "acme/vision"]) {
      expect(issuesOf(() => new Event(loose(options)))[""]).toMatch(
        "must be an object with scope and filter, got ",
      );
    }
  });

  it("reports what is wrong with a raw filter at its place", () => {
    const options = { scope: "a/b", filter: { $and: [{ alias: Number.NaN }, 5] }, filters: 1 };
    expect(Object.keys(issuesOf(() => new OnLinkArtifact(loose(options))))).toEqual([
      "filters",
      "filter.$and[0].alias",
    ]);
  });
});
