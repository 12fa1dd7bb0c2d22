import type { CompiledScope } from "./compiled-automation.js";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const isRegistry = (project: string | undefined): boolean =>
  project !== undefined && /^wandb-registry-./.test(project);

/** Only what is known, so that nothing is there but undefined. */
function present(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}

/**
 * The scope of a saved automation, with the names of its owners where the document asked for them (`entityName` of a
 * project, `project { name entityName }` of a collection). A project called `wandb-registry-…` is a registry; an entity is a team or an
 * organization by its `entityType`. Anything else is kept as `unknown`.
 */
export function parseSavedScope(node: unknown): CompiledScope {
  const saved = (node ?? {}) as Record<string, unknown>;
  const owner = (saved.project ?? {}) as Record<string, unknown>;
  const name = text(saved.name);
  const id = text(saved.id);
  switch (saved.__typename) {
    case "Project":
      return Object.freeze({
        kind: isRegistry(name) ? "registry" : "project",
        scopeType: "PROJECT",
        ...present({ id, entity: text(saved.entityName), project: name }),
      });
    case "ArtifactSequence":
    case "ArtifactPortfolio": {
      const project = text(owner.name);
      return Object.freeze({
        kind: isRegistry(project) ? "registryCollection" : "collection",
        scopeType: "ARTIFACT_COLLECTION",
        ...present({ id, entity: text(owner.entityName), project, collection: name }),
      });
    }
    case "Entity": {
      const { entityType } = saved;
      return Object.freeze({
        kind: entityType === "team" || entityType === "organization" ? entityType : "unknown",
        scopeType: "ENTITY",
        ...present({ id, entity: name }),
      });
    }
    default:
      return Object.freeze({
        kind: "unknown",
        scopeType: text(saved.__typename) ?? "UNKNOWN",
        ...present({ id }),
      });
  }
}
