import type { CompiledScope } from "./compiled-automation.js";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/**
 * The scope of a saved automation. A project called `wandb-registry-…` is a registry; an entity is a team or an
 * organization by its `entityType`. Anything else is kept as `unknown`.
 */
export function parseSavedScope(node: unknown): CompiledScope {
  const { __typename, id: givenId, name: givenName, entityType } = (node ?? {}) as Record<string, unknown>;
  const name = text(givenName);
  const id = text(givenId);
  const known = id === undefined ? {} : { id };
  switch (__typename) {
    case "Project": {
      const kind = name !== undefined && /^wandb-registry-./.test(name) ? "registry" : "project";
      return Object.freeze({
        kind,
        scopeType: "PROJECT",
        ...known,
        ...(name === undefined ? {} : { project: name }),
      });
    }
    case "ArtifactSequence":
    case "ArtifactPortfolio":
      return Object.freeze({
        kind: "collection",
        scopeType: "ARTIFACT_COLLECTION",
        ...known,
        ...(name === undefined ? {} : { collection: name }),
      });
    case "Entity": {
      const kind = entityType === "team" || entityType === "organization" ? entityType : "unknown";
      return Object.freeze({
        kind,
        scopeType: "ENTITY",
        ...known,
        ...(name === undefined ? {} : { entity: name }),
      });
    }
    default:
      return Object.freeze({ kind: "unknown", scopeType: text(__typename) ?? "UNKNOWN", ...known });
  }
}
