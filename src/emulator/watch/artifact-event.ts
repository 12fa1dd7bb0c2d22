import type { ArtifactChange, ArtifactEvent } from "../../evaluate/artifact-event.js";
import type { ArtifactHappened } from "../emulator-event.js";
import type { Directory } from "../store/directory.js";

const CHANGE_OF: Readonly<Record<string, ArtifactChange>> = {
  CREATE_ARTIFACT: "created",
  LINK_MODEL: "linked",
  UNLINK_ARTIFACT: "unlinked",
  ADD_ARTIFACT_ALIAS: "aliasAdded",
  ADD_ARTIFACT_TAG: "tagAdded",
  REMOVE_ARTIFACT_TAG: "tagRemoved",
  ADD_COLLECTION_TAG: "collectionTagAdded",
  REMOVE_COLLECTION_TAG: "collectionTagRemoved",
};

/** What happened to an artifact, in the evaluator's words. */
export function toArtifactEvent(event: ArtifactHappened, directory: Directory, now: Date): ArtifactEvent {
  const { collection, version, alias, tag } = event;
  const project = directory.projectOf(collection);
  return {
    kind: "artifact",
    change: CHANGE_OF[event.eventType]!,
    entity: directory.entityOf(project).name,
    project: project.name,
    collection: collection.name,
    timestamp: now.getTime() / 1000,
    ...(version && {
      version: `v${version.index}`,
      aliases: version.aliases,
      tags: version.tags,
      metadata: version.metadata,
    }),
    ...(alias !== undefined && { alias }),
    ...(tag !== undefined && { tag }),
  };
}
