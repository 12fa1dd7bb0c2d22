import {
  buildSchema,
  type GraphQLSchema,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "graphql";
import { describe, expect, it } from "vitest";
import type { CompiledScope } from "../../../src/wire/compiled-automation.js";
import {
  CREATE_WEBHOOK_INTEGRATION,
  createAutomation,
  DEFAULT_ENTITY,
  DELETE_AUTOMATION,
  entityAutomations,
  entityProjectAutomations,
  FULL_SUPPORT,
  INTEGRATIONS,
  LEAST_SUPPORT,
  type NamesQuestion,
  type Operation,
  oneRun,
  projectRuns,
  resolveNames,
  runKeys,
  runRows,
  SERVER_FEATURES,
  TRIGGER_EXECUTIONS,
  type TypeSupport,
  updateAutomation,
  viewerOfKey,
  viewerProjectAutomations,
} from "../../../src/wire/documents.js";
import schemaText from "../../../src/wire/schema.graphql";

type AnyOperation = Pick<Operation<object, unknown>, "name" | "kind" | "text">;

const scopes: CompiledScope[] = [
  { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" },
  {
    kind: "collection",
    scopeType: "ARTIFACT_COLLECTION",
    entity: "acme",
    project: "vision",
    collection: "resnet",
  },
  { kind: "registry", scopeType: "PROJECT", organization: "acme-inc", project: "wandb-registry-model" },
  {
    kind: "registryCollection",
    scopeType: "ARTIFACT_COLLECTION",
    organization: "acme-inc",
    project: "wandb-registry-model",
    collection: "prod-models",
  },
  { kind: "team", scopeType: "ENTITY", entity: "acme" },
  { kind: "organization", scopeType: "ENTITY", organization: "acme-inc" },
];

/** Every question about names: each scope alone and all at once, with and without each extra. */
function questions(support: TypeSupport): NamesQuestion[] {
  const several = [...scopes.map((scope) => [scope]), scopes];
  return [true, false].flatMap((features) =>
    [true, false].flatMap((integrations) =>
      [{ name: "alert", support }, undefined].flatMap((automations) =>
        several.map((each) => ({ features, integrations, automations, scopes: each })),
      ),
    ),
  );
}

function operations(support: TypeSupport): AnyOperation[] {
  return [
    ...[entityAutomations, entityProjectAutomations, viewerProjectAutomations],
    ...[createAutomation, updateAutomation],
  ]
    .map((make): AnyOperation => make(support))
    .concat(questions(support).map((question) => resolveNames(question).operation))
    .concat([viewerOfKey(), DEFAULT_ENTITY, SERVER_FEATURES, DELETE_AUTOMATION, CREATE_WEBHOOK_INTEGRATION])
    .concat([INTEGRATIONS, TRIGGER_EXECUTIONS, oneRun(), projectRuns(), runRows(), runKeys()]);
}

const problems = (schema: GraphQLSchema, all: AnyOperation[]) =>
  all.flatMap(({ name, text }) => validate(schema, parse(text)).map((error) => `${name}: ${error.message}`));

/** The schema of a server without `Entity` scopes and ARIA. */
function olderSchema(): GraphQLSchema {
  const older = schemaText
    .replace(/^type ARIATriggeredAction \{[^}]*\}/m, "")
    .replace(/^\s*\| ARIATriggeredAction$/m, "")
    .replace("| Entity | Project", "| Project");
  expect(older).not.toBe(schemaText);
  return buildSchema(older);
}

describe("documents", () => {
  it("are valid against the schema", () => {
    const schema = buildSchema(schemaText);
    expect(problems(schema, operations(FULL_SUPPORT))).toEqual([]);
    expect(problems(schema, operations(LEAST_SUPPORT))).toEqual([]);
  });

  it("are valid on an older server if asked for the least, and only then", () => {
    const schema = olderSchema();
    expect(problems(schema, operations(LEAST_SUPPORT))).toEqual([]);
    expect(problems(schema, operations(FULL_SUPPORT)).join("\n")).toMatch(/ARIATriggeredAction[\s\S]*Entity/);
  });

  it("hold one operation each, named as it says, of the kind it says", () => {
    for (const operation of operations(FULL_SUPPORT)) {
      const definitions = parse(operation.text).definitions.filter(
        (each) => each.kind === "OperationDefinition",
      );
      expect(definitions.map((each) => [each.operation, each.name?.value])).toEqual([
        [operation.kind, operation.name],
      ]);
    }
  });

  it("never ask for a key, a person's details beyond the viewer's, or another secret", () => {
    const schema = buildSchema(schemaText);
    const fields = new Set<string>();
    for (const { text } of operations(FULL_SUPPORT)) {
      const info = new TypeInfo(schema);
      const enter = () => void fields.add(`${info.getParentType()?.name}.${info.getFieldDef()?.name}`);
      visit(parse(text), visitWithTypeInfo(info, { Field: { enter } }));
    }
    expect([...fields].filter((field) => /apiKey|Member\.|flags|admin/i.test(field))).toEqual([]);
  });
});

describe("resolveNames", () => {
  it("declares the variables it uses and no others", () => {
    const { operation, variables } = resolveNames({ features: true, scopes, integrations: false });
    const declared = [...operation.text.matchAll(/\$(\w+): /g)].map((match) => match[1]);
    expect(declared.sort()).toEqual(Object.keys(variables).sort());
    expect(variables).toMatchObject({ e0: "acme", p0: "vision", c1: "resnet", o2: "acme-inc", e4: "acme" });
  });

  it("finds a registry by its organization's name or through an entity of it", () => {
    const registry = scopes.slice(2, 3);
    const { operation } = resolveNames({ features: false, scopes: registry, integrations: false });
    const owner = { id: "E", name: "acme-inc-entity", project: { id: "P" } };
    const broken: string[] = [];
    const byName = operation.data({ s0: { orgEntity: owner }, t0: null }, broken, "");
    const throughEntity = { s0: null, t0: { organization: { orgEntity: owner } } };
    expect(byName).toMatchObject({ scopes: [{ owner, project: { id: "P" } }] });
    expect(operation.data(throughEntity, broken, "")).toEqual(byName);
    expect(broken).toEqual([]);
  });
});
