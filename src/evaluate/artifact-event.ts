/** What can happen to an artifact, its version or its collection. */
export type ArtifactChange =
  | "created"
  | "linked"
  | "unlinked"
  | "aliasAdded"
  | "tagAdded"
  | "tagRemoved"
  | "collectionTagAdded"
  | "collectionTagRemoved";

/**
 * Something that happened to an artifact. `entity`, `project` and `collection` are those in which it happened:
 * linking to a registry happens in the registry (`wandb-registry-…`), not in the project the version comes from.
 */
export interface ArtifactEvent {
  readonly kind: "artifact";
  readonly change: ArtifactChange;
  readonly entity?: string;
  readonly project?: string;
  readonly collection: string;
  /** E.g. `v3`. */
  readonly version?: string;
  readonly alias?: string;
  readonly tag?: string;
  /** All aliases the version has, for filters on events that aren't about one alias. */
  readonly aliases?: readonly string[];
  /** All tags the version has, for filters on events that aren't about one tag. */
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Seconds since the epoch. */
  readonly timestamp?: number;
}
