import type { CompiledScope } from "../wire/compiled-automation.js";
import {
  collection,
  invalidScope,
  isRegistryProject,
  project,
  registry,
  registryCollection,
  type Scope,
  scopeText,
} from "./scopes.js";

type Name = "organization" | "entity" | "project" | "collection";

interface KindOfScope {
  readonly scopeType: CompiledScope["scopeType"];
  /** The names such a scope is found by, where it has no id. Any one of a group will do. */
  readonly names: readonly (readonly Name[])[];
}

const OWNER: readonly Name[] = ["organization", "entity"];
const KINDS: Readonly<Record<Scope["kind"], KindOfScope>> = {
  project: { scopeType: "PROJECT", names: [["entity"], ["project"]] },
  registry: { scopeType: "PROJECT", names: [OWNER, ["project"]] },
  collection: { scopeType: "ARTIFACT_COLLECTION", names: [["entity"], ["project"], ["collection"]] },
  registryCollection: { scopeType: "ARTIFACT_COLLECTION", names: [OWNER, ["project"], ["collection"]] },
  team: { scopeType: "ENTITY", names: [["entity"]] },
  organization: { scopeType: "ENTITY", names: [OWNER] },
};

/** A scope given as an object, as one of our own: frozen, and with nothing in it but what scopes have. */
function fromObject(given: Partial<CompiledScope>): Scope | undefined {
  const { kind, scopeType } = given;
  if (typeof kind !== "string" || !Object.hasOwn(KINDS, kind)) return undefined;
  const facts = KINDS[kind as Scope["kind"]];
  if (facts.scopeType !== scopeType) return undefined;
  const names = ["id", "organization", "entity", "project", "collection"] as const;
  const known = Object.fromEntries(
    names.flatMap((name) =>
      typeof given[name] === "string" && given[name] !== "" ? [[name, given[name]]] : [],
    ),
  ) as Partial<Record<Name | "id", string>>;
  const isFound = known.id !== undefined || facts.names.every((group) => group.some((name) => name in known));
  const scope = Object.freeze({ kind, scopeType, ...known }) as Scope;
  if (!isFound) throw invalidScope(`a ${kind} with an id or its whole path`, scopeText(scope));
  return scope;
}

function fromPath(path: string): Scope | undefined {
  const first = path.indexOf("/");
  if (first < 0) return undefined;
  const second = path.indexOf("/", first + 1);
  const isRegistry = isRegistryProject(path.slice(first + 1, second < 0 ? undefined : second).trim());
  if (second < 0) return isRegistry ? registry(path) : project(path);
  if (path.includes("/", second + 1)) return undefined;
  return isRegistry ? registryCollection(path) : collection(path);
}

/**
 * Reads a scope given as a path or as an object made by `project()` and its like or fetched from an `Api`.
 * A project whose name starts with `wandb-registry-` is a registry.
 *
 * @throws ValidationError when it is neither, or when nothing could be found by it.
 * @example
 * ```ts
 * import { parseScope } from "wandb-automations";
 *
 * console.log(parseScope("acme/vision").kind, parseScope("acme/vision/resnet").kind);
 * ```
 */
export function parseScope(given: unknown): Scope {
  const scope =
    typeof given === "string"
      ? fromPath(given)
      : typeof given === "object" && given !== null
        ? fromObject(given)
        : undefined;
  if (scope) return scope;
  throw invalidScope('"entity/project", "entity/project/collection" or a scope such as team("acme")', given);
}
