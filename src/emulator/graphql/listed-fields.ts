import type { CollectionRecord, ProjectRecord } from "../store/records.js";

/** What lists of projects can be filtered and ordered by. Python's client knows a project by the number in its id. */
export function projectFilterFields(project: ProjectRecord) {
  return {
    ...project,
    id: [project.id, project.number],
    entity_id: project.entityId,
    created_at: project.createdAt,
    updated_at: project.updatedAt,
  };
}

/** What lists of collections can be filtered and ordered by. */
export function collectionFilterFields(collection: CollectionRecord) {
  return {
    ...collection,
    artifact_collection_id: [collection.id, collection.number],
    tag: collection.tags,
    created_at: collection.createdAt,
    updated_at: collection.updatedAt,
  };
}
