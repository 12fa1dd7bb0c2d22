import type { CompiledScope } from "../../wire/compiled-automation.js";
import type { ArtifactEvent } from "../artifact-event.js";
import { describeScope } from "./in-scope.js";

const VERBS: Readonly<Record<ArtifactEvent["change"], string>> = {
  created: "was created",
  linked: "was linked",
  unlinked: "was unlinked",
  aliasAdded: "got its alias",
  tagAdded: "got its tag",
  tagRemoved: "lost its tag",
  collectionTagAdded: "got its tag",
  collectionTagRemoved: "lost its tag",
};

const isRegistry = (project: string | undefined) => project?.startsWith("wandb-registry-") ?? false;

/**
 * The trap that many fall into: an alias added to a version in its source project isn't added to the version
 * linked in the registry, and the other way round. Says so where that is why an event is out of scope.
 */
export function registryTrap(scope: CompiledScope, event: ArtifactEvent): string | undefined {
  const watchesRegistry = scope.kind === "registry" || scope.kind === "registryCollection";
  const inRegistry = isRegistry(event.project);
  if (watchesRegistry === inRegistry || scope.kind === "team" || scope.kind === "organization")
    return undefined;
  const where = `${event.entity ?? "?"}/${event.project ?? "?"}/${event.collection}`;
  const watched = describeScope(scope);
  return watchesRegistry
    ? `${event.collection} ${VERBS[event.change]} in the source project (${where}), but this automation watches ${watched}: only what happens to the version linked there counts`
    : `${event.collection} ${VERBS[event.change]} in the registry (${where}), but this automation watches ${watched}: what happens to a linked version doesn't count in its source project`;
}
