import { describe, expect, it } from "vitest";
import {
  collection,
  organization,
  parseScope,
  project,
  registry,
  registryCollection,
  type Scope,
  scopeText,
  team,
} from "wandb-automations";
import { issuesOf, loose } from "./issues-of.js";

const MODEL = "wandb-registry-model";

describe("scopes by name", () => {
  it.each([
    [project("acme/vision"), { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" }],
    [
      collection("acme/vision/resnet"),
      {
        kind: "collection",
        scopeType: "ARTIFACT_COLLECTION",
        entity: "acme",
        project: "vision",
        collection: "resnet",
      },
    ],
    [
      registry("acme-inc/model"),
      { kind: "registry", scopeType: "PROJECT", organization: "acme-inc", project: MODEL },
    ],
    [registry(`acme-inc/${MODEL}`), registry("acme-inc/model")],
    [
      registryCollection("acme-inc/model/prod"),
      {
        kind: "registryCollection",
        scopeType: "ARTIFACT_COLLECTION",
        organization: "acme-inc",
        project: MODEL,
        collection: "prod",
      },
    ],
    [team("acme"), { kind: "team", scopeType: "ENTITY", entity: "acme" }],
    [organization("acme-inc"), { kind: "organization", scopeType: "ENTITY", organization: "acme-inc" }],
    [project(" acme / vision "), project("acme/vision")],
  ])("%o", (scope, expected) => {
    expect(scope).toEqual(expected);
    expect(Object.isFrozen(scope)).toBe(true);
  });

  it.each([
    ["project", project, "acme", '"entity/project"'],
    ["project", project, "acme/vision/resnet", '"entity/project"'],
    ["project", project, "/vision", '"entity/project"'],
    ["project", project, "acme/ ", '"entity/project"'],
    ["project", project, 5, '"entity/project"'],
    ["collection", collection, "acme/vision", '"entity/project/collection"'],
    ["registry", registry, "model", '"organization/registry"'],
    ["registryCollection", registryCollection, "a/b", '"organization/registry/collection"'],
    ["team", team, "acme/vision", '"team"'],
    ["team", team, "", '"team"'],
    ["organization", organization, undefined, '"organization"'],
  ])("%s() refuses another shape", (_, make, path, shape) => {
    const given = path === undefined ? "nothing" : JSON.stringify(path);
    expect(issuesOf(() => make(loose(path)))).toEqual({ scope: `must be ${shape}, got ${given}` });
  });

  it("keeps registries and projects apart", () => {
    expect(issuesOf(() => project(`acme/${MODEL}`))).toEqual({
      scope: `must be a project that isn't a registry: use registry(), got "acme/${MODEL}"`,
    });
    expect(issuesOf(() => collection(`acme/${MODEL}/prod`))).toEqual({
      scope: `must be in a project that isn't a registry: use registryCollection(), got "acme/${MODEL}/prod"`,
    });
    expect(project("acme/wandb-registry-").project).toBe("wandb-registry-");
  });

  it.each([collection, registryCollection])("refuses a version where a collection is meant", (make) => {
    expect(issuesOf(() => make("acme/vision/resnet:latest")).scope).toContain(
      "must be a whole collection, without a version or alias after its name",
    );
  });
});

describe("parseScope", () => {
  it.each([
    ["acme/vision", project("acme/vision")],
    ["acme/vision/resnet", collection("acme/vision/resnet")],
    [`acme-inc/${MODEL}`, registry("acme-inc/model")],
    [`acme-inc/${MODEL}/prod`, registryCollection("acme-inc/model/prod")],
  ])("reads the path %s", (path, scope) => {
    expect(parseScope(path)).toEqual(scope);
  });

  it("takes what has an id, or a whole path, and copies it", () => {
    class Fetched {
      readonly kind = "project";
      readonly scopeType = "PROJECT";
      readonly id = "UHJvamVjdDox";
      readonly entity = undefined;
      readonly token = "canary";
      runs() {}
    }
    const scope = parseScope(new Fetched());
    expect(scope).toStrictEqual({ kind: "project", scopeType: "PROJECT", id: "UHJvamVjdDox" });
    expect(Object.isFrozen(scope)).toBe(true);
    for (const given of [team("a"), organization("a"), registry("a/b"), registryCollection("a/b/c")]) {
      expect(parseScope(given)).toEqual(given);
    }
  });

  it("takes an organization and a registry by its entity, as servers return them", () => {
    const saved: Scope = { kind: "organization", scopeType: "ENTITY", entity: "acme-inc_org" };
    expect(parseScope(saved)).toEqual(saved);
  });

  it.each([
    [{ kind: "project", scopeType: "PROJECT" }, 'a project with an id or its whole path, got "project"'],
    [
      { kind: "project", scopeType: "PROJECT", entity: "acme" },
      'a project with an id or its whole path, got "acme"',
    ],
    [
      { kind: "collection", scopeType: "ARTIFACT_COLLECTION", id: "", entity: "a", project: "b" },
      'a collection with an id or its whole path, got "a/b"',
    ],
    [
      { kind: "team", scopeType: "ENTITY", organization: "acme-inc" },
      'a team with an id or its whole path, got "acme-inc"',
    ],
  ])("refuses %o, which nothing could be found by", (given, rule) => {
    expect(issuesOf(() => parseScope(given))).toEqual({ scope: `must be ${rule}` });
  });

  it.each([
    "acme",
    "",
    "a/b/c/d",
    "https://wandb.ai/acme/vision",
    5,
    null,
    undefined,
    {},
    [],
    { kind: "project", scopeType: "ENTITY", id: "x" },
    { kind: "unknown", scopeType: "ENTITY", id: "x" },
    { kind: "constructor", scopeType: "PROJECT", id: "x" },
    { kind: "__proto__", id: "x" },
  ])("refuses %o", (given) => {
    expect(issuesOf(() => parseScope(given)).scope).toMatch(
      /^must be "entity\/project", "entity\/project\/collection" or a scope such as team\("acme"\), got /,
    );
  });
});

describe("scopeText", () => {
  it("is the path, or what is known of the scope", () => {
    expect(scopeText(collection("a/b/c"))).toBe("a/b/c");
    expect(scopeText(registry("a/b"))).toBe("a/wandb-registry-b");
    expect(scopeText({ kind: "team", scopeType: "ENTITY", id: "RW50" })).toBe("team RW50");
    expect(scopeText({ kind: "unknown", scopeType: "NEW" })).toBe("unknown");
  });
});
