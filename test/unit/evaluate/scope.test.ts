import { describe, expect, it } from "vitest";
import { type ArtifactEvent, type CompiledScope, dryRun } from "wandb-automations/evaluate";
import { losses, onArtifact, RUN, threshold } from "./automations.js";

const project: CompiledScope = { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" };
const registry: CompiledScope = { ...project, kind: "registry", project: "wandb-registry-model" };
const collection: CompiledScope = {
  ...project,
  kind: "collection",
  scopeType: "ARTIFACT_COLLECTION",
  collection: "mlp",
};
const registryCollection: CompiledScope = {
  ...collection,
  kind: "registryCollection",
  project: "wandb-registry-model",
};
const team: CompiledScope = { kind: "team", scopeType: "ENTITY", entity: "acme" };
const organization: CompiledScope = {
  kind: "organization",
  scopeType: "ENTITY",
  entity: "acme-org",
  organization: "Acme",
};
const idOnly: CompiledScope = { kind: "project", scopeType: "PROJECT", id: "UHJvamVjdA==" };

const linked: ArtifactEvent = {
  kind: "artifact",
  change: "linked",
  entity: "acme",
  project: "wandb-registry-model",
  collection: "mlp",
  version: "v2",
};
const inProject: ArtifactEvent = { ...linked, project: "vision" };

describe("a scope covers", () => {
  it.each<[string, CompiledScope, ArtifactEvent, boolean]>([
    ["a project its collections", project, inProject, true],
    ["a project not those of a registry", project, linked, false],
    ["a registry its collections", registry, linked, true],
    ["a registry not those of a project", registry, inProject, false],
    ["a collection itself", collection, inProject, true],
    ["a collection no other", collection, { ...inProject, collection: "cnn" }, false],
    ["a registry collection itself", registryCollection, linked, true],
    ["a registry collection not its namesake in a project", registryCollection, inProject, false],
    ["a team what it owns", team, inProject, true],
    ["a team nothing of another", team, { ...inProject, entity: "other" }, false],
    ["an organization what its teams own", organization, inProject, true],
  ])("%s", async (_, scope, event, covered) => {
    const verdict = await dryRun(onArtifact("LINK_MODEL", [], { scope }), event);
    expect(verdict.fired).toBe(covered);
    if (!covered) expect(verdict.outcomes).toMatchObject([{ blockers: [{ kind: "scope" }] }]);
  });

  it.each<[string, CompiledScope, object, boolean]>([
    ["a project its runs", project, RUN, true],
    ["a project no runs of another", project, { ...RUN, project: "speech" }, false],
    ["a project no runs of another entity", project, { ...RUN, entity: "other" }, false],
    ["a team its runs", team, RUN, true],
    ["a collection no runs", collection, RUN, false],
    ["a registry no runs", registry, { ...RUN, project: "wandb-registry-model" }, false],
  ])("%s", async (_, scope, run, covered) => {
    const verdict = await dryRun(threshold({}, { scope }), { run: run as typeof RUN, rows: losses(2) });
    expect(verdict.fired).toBe(covered);
    if (!covered) expect(verdict.outcomes).toMatchObject([{ blockers: [{ kind: "scope" }] }]);
  });

  it.each<[string, CompiledScope, object]>([
    ["a scope known by its id", idOnly, RUN],
    ["a run of unknown project", project, { id: "r1" }],
    ["an organization", organization, RUN],
    ["a scope of an unknown kind", { kind: "unknown", scopeType: "GALAXY" }, RUN],
  ])("what can't be compared, and says so: %s", async (_, scope, run) => {
    const verdict = await dryRun(threshold({}, { scope }), { run: run as typeof RUN, rows: losses(2) });
    expect(verdict.fired).toBe(true);
    expect(verdict.outcomes[0]?.notes).toHaveLength(1);
    expect(verdict.explain()).toContain("note that");
  });
});

describe("the registry trap", () => {
  const alias = (event: ArtifactEvent): ArtifactEvent => ({ ...event, change: "aliasAdded", alias: "prod" });

  it("is explained where an alias was added in the source project", async () => {
    const automation = onArtifact("ADD_ARTIFACT_ALIAS", [{ alias: "prod" }], { scope: registry });
    const verdict = await dryRun(automation, [alias(inProject)]);
    expect(verdict.fired).toBe(false);
    expect(verdict.explain()).toContain(
      "in the source project (acme/vision/mlp), but this automation watches registry acme/model",
    );
  });

  it("is explained the other way round", async () => {
    const verdict = await dryRun(onArtifact("ADD_ARTIFACT_ALIAS", [], { scope: project }), [alias(linked)]);
    expect(verdict.explain()).toContain("got its alias in the registry (acme/wandb-registry-model/mlp)");
  });
});
