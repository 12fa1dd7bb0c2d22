import type {
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnUnlinkArtifact,
} from "./artifact-events.js";
import { hasBrand } from "./brand.js";
import type { OnRunMetric, OnRunState } from "./run-events.js";

/** Any event an automation can be made with. */
export type AutomationEvent =
  | OnLinkArtifact
  | OnUnlinkArtifact
  | OnAddArtifactAlias
  | OnAddArtifactTag
  | OnRemoveArtifactTag
  | OnAddCollectionTag
  | OnRemoveCollectionTag
  | OnCreateArtifact
  | OnRunMetric
  | OnRunState;

/** Whether `value` is an event, also one of this package's other build. */
export function isEvent(value: unknown): value is AutomationEvent {
  return hasBrand(value, "event");
}
