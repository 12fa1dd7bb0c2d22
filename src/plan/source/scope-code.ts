import { parseScope } from "../../model/parse-scope.js";
import { isRegistryProject } from "../../model/scopes.js";
import type { CompiledScope } from "../../wire/compiled-automation.js";
import { type Code, objectCode } from "./code.js";
import type { Imports } from "./imports.js";
import { textCode } from "./literal-code.js";

/** Names of organizations by the names of their entities, which is what servers tell of registries. */
export type Organizations = ReadonlyMap<string, string>;

/** A scope as people write it; with all that is known about it where its names aren't enough. */
export function scopeCode(scope: CompiledScope, organizations: Organizations, imports: Imports): Code {
  return byName(scope, organizations, imports) ?? literal(scope);
}

function byName(scope: CompiledScope, organizations: Organizations, imports: Imports): Code | undefined {
  const { kind, entity = "", project = "", collection = "" } = scope;
  const organization = organizations.get(entity);
  switch (kind) {
    case "project":
      return isPath([entity, project]) ? textCode(`${entity}/${project}`) : undefined;
    case "collection":
      return isPath([entity, project, collection])
        ? textCode(`${entity}/${project}/${collection}`)
        : undefined;
    case "team":
      return isPath([entity]) ? `${imports.use("team")}(${textCode(entity)})` : undefined;
    case "organization":
      return organization !== undefined && isPath([organization])
        ? `${imports.use("organization")}(${textCode(organization)})`
        : undefined;
    case "registry":
    case "registryCollection": {
      const names = [organization ?? "", registryName(project), ...(collection === "" ? [] : [collection])];
      return isPath(names) ? `${imports.use(kind)}(${textCode(names.join("/"))})` : undefined;
    }
    case "unknown":
      return undefined;
  }
}

/** A registry by its own name, unless that would be read as another's. */
function registryName(project: string): string {
  const name = project.replace(/^wandb-registry-/, "");
  return isRegistryProject(name) ? project : name;
}

/** Whether these names, joined, are read as the same names again. */
function isPath(names: readonly string[]): boolean {
  return names.every((name) => name !== "" && name.trim() === name && !/[/:]/.test(name));
}

function literal({ kind, scopeType, id, entity, project, collection, organization }: CompiledScope): Code {
  const names = Object.entries({ entity, organization, project, collection }).filter(
    (member): member is [string, string] => member[1] !== undefined,
  );
  const hasNames = kind !== "unknown" && canBeFound({ kind, scopeType, ...Object.fromEntries(names) });
  const known = {
    kind,
    scopeType,
    ...(id === undefined || hasNames ? {} : { id }),
    ...Object.fromEntries(names),
  };
  return objectCode(Object.entries(known).map(([name, value]) => [name, textCode(value)]));
}

/** Whether a scope can be found by its names, so that its id needn't be written down. */
function canBeFound(scope: CompiledScope): boolean {
  try {
    parseScope(scope);
    return true;
  } catch {
    return false;
  }
}
