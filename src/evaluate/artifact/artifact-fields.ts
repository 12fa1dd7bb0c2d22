import type { ArtifactEvent } from "../artifact-event.js";
import { type FieldReader, MISSING } from "../filter/filter-value.js";
import { readPath } from "../filter/run-fields.js";

/**
 * Reads the fields of artifact filters. `alias` and `tag` are those the event is about, or else all that the
 * version has: a filter on the alias of a created version holds if one of its aliases passes. (Decided.)
 */
export function artifactFields(event: ArtifactEvent): FieldReader {
  const fields: Readonly<Record<string, unknown>> = {
    alias: event.alias ?? event.aliases,
    tag: event.tag ?? event.tags,
    aliases: event.aliases,
    tags: event.tags,
    version: event.version,
    collection: event.collection,
    name: event.collection,
    project: event.project,
    entity: event.entity,
    metadata: event.metadata,
  };
  return (field) => {
    if (Object.hasOwn(fields, field)) return fields[field] ?? MISSING;
    return field.startsWith("metadata.")
      ? readPath(event.metadata, field.slice("metadata.".length))
      : MISSING;
  };
}
