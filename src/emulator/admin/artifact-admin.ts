import type { EmitEvent } from "../emulator-event.js";
import type { CollectionRecord, VersionRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { type ArtifactPath, checkJson, parseArtifactPath, refuse } from "./checks.js";

export interface CreateVersionOptions {
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Besides `latest`, which every new version gets. */
  readonly aliases?: readonly string[];
  readonly tags?: readonly string[];
}

export interface LinkVersionOptions {
  /** Besides `latest`, which the newest link gets. */
  readonly aliases?: readonly string[];
}

/** Makes and changes artifact versions, and says so to whoever watches. */
export class ArtifactAdmin {
  readonly #store: Store;
  readonly #emit: EmitEvent;

  constructor(store: Store, emit: EmitEvent) {
    this.#store = store;
    this.#emit = emit;
  }

  /** A new version of `entity/project/collection`. Fires "created", then "alias added" for each alias. */
  createVersion(path: string, options: CreateVersionOptions = {}, author = "emulator"): VersionRecord {
    const collection = this.collection("createVersion", parseArtifactPath("createVersion", path));
    if (collection.kind === "portfolio")
      refuse("createVersion", "path", "is_registry", `${path} takes links only: use linkVersion`);
    checkJson("createVersion", "metadata", options.metadata);
    const version = this.#add(collection, { metadata: options.metadata ?? {}, tags: options.tags ?? [] });
    this.#emit({ kind: "artifact", eventType: "CREATE_ARTIFACT", collection, version, author });
    return this.#addAliases(version, ["latest", ...(options.aliases ?? [])], author);
  }

  /** Shows a version in a registry's collection. Fires "linked" there, then "alias added" for each alias. */
  linkVersion(
    source: string,
    target: string,
    options: LinkVersionOptions = {},
    author = "emulator",
  ): VersionRecord {
    const version = this.version("linkVersion", source);
    const collection = this.collection("linkVersion", parseArtifactPath("linkVersion", target));
    const link = this.#add(collection, {
      metadata: version.metadata,
      tags: version.tags,
      sourceId: version.sourceId ?? version.id,
    });
    this.#emit({ kind: "artifact", eventType: "LINK_MODEL", collection, version: link, author });
    return this.#addAliases(link, ["latest", ...(options.aliases ?? [])], author);
  }

  /** Takes a linked version out of its registry collection again. */
  unlinkVersion(path: string, author = "emulator"): void {
    const version = this.version("unlinkVersion", path);
    if (version.sourceId === undefined)
      refuse("unlinkVersion", "path", "not_a_link", `${path} isn't a link but a version of its own`);
    const collection = this.#collectionOf(version);
    this.#store.versions.delete(version.id);
    this.#emit({ kind: "artifact", eventType: "UNLINK_ARTIFACT", collection, version, author });
  }

  /** Gives the version an alias; the version of the collection that had it loses it. */
  addAlias(path: string, alias: string, author = "emulator"): VersionRecord {
    return this.#addAliases(this.version("addAlias", path), [alias], author);
  }

  addTag(path: string, tag: string, author = "emulator"): void {
    const version = this.version("addTag", path);
    if (version.tags.includes(tag)) return;
    const changed = this.#store.versions.put({ ...version, tags: [...version.tags, tag] });
    this.#happened("ADD_ARTIFACT_TAG", changed, { tag }, author);
  }

  removeTag(path: string, tag: string, author = "emulator"): void {
    const version = this.version("removeTag", path);
    if (!version.tags.includes(tag)) return;
    const changed = this.#store.versions.put({ ...version, tags: version.tags.filter((t) => t !== tag) });
    this.#happened("REMOVE_ARTIFACT_TAG", changed, { tag }, author);
  }

  addCollectionTag(path: string, tag: string, author = "emulator"): void {
    const collection = this.collection("addCollectionTag", parseArtifactPath("addCollectionTag", path));
    if (collection.tags.includes(tag)) return;
    const changed = this.#store.collections.put({ ...collection, tags: [...collection.tags, tag] });
    this.#emit({ kind: "artifact", eventType: "ADD_COLLECTION_TAG", collection: changed, tag, author });
  }

  removeCollectionTag(path: string, tag: string, author = "emulator"): void {
    const collection = this.collection("removeCollectionTag", parseArtifactPath("removeCollectionTag", path));
    if (!collection.tags.includes(tag)) return;
    const tags = collection.tags.filter((other) => other !== tag);
    const changed = this.#store.collections.put({ ...collection, tags });
    this.#emit({ kind: "artifact", eventType: "REMOVE_COLLECTION_TAG", collection: changed, tag, author });
  }

  collection(call: string, path: ArtifactPath): CollectionRecord {
    const entity = this.#store.entitiesByName.first(path.entity);
    const project = entity && this.#store.projectsByName.first(compositeKey(entity.id, path.project));
    const found = project && this.#store.collectionsByName.first(compositeKey(project.id, path.collection));
    const name = `${path.entity}/${path.project}/${path.collection}`;
    return found ?? refuse(call, "path", "not_found", `there is no collection ${name}`);
  }

  version(call: string, path: string): VersionRecord {
    const parsed = parseArtifactPath(call, path);
    const wanted = parsed.version ?? "latest";
    const found = this.#store.versionsByCollection
      .all(this.collection(call, parsed).id)
      .find((version) => `v${version.index}` === wanted || version.aliases.includes(wanted));
    return found ?? refuse(call, "path", "not_found", `there is no version ${JSON.stringify(path)}`);
  }

  #add(
    collection: CollectionRecord,
    fields: Pick<VersionRecord, "metadata" | "tags"> & { sourceId?: string },
  ): VersionRecord {
    const index = (this.#store.versionsByCollection.all(collection.id).at(-1)?.index ?? -1) + 1;
    return this.#store.versions.put({
      ...this.#store.newRecord("Artifact"),
      collectionId: collection.id,
      index,
      aliases: [],
      ...fields,
    });
  }

  #addAliases(version: VersionRecord, aliases: readonly string[], author: string): VersionRecord {
    let current = version;
    for (const alias of new Set(aliases)) {
      if (current.aliases.includes(alias)) continue;
      for (const other of this.#store.versionsByCollection.all(version.collectionId))
        if (other.aliases.includes(alias))
          this.#store.versions.put({ ...other, aliases: other.aliases.filter((a) => a !== alias) });
      current = this.#store.versions.put({ ...current, aliases: [...current.aliases, alias] });
      this.#happened("ADD_ARTIFACT_ALIAS", current, { alias }, author);
    }
    return current;
  }

  #happened(
    eventType: string,
    version: VersionRecord,
    detail: { alias?: string; tag?: string },
    author: string,
  ): void {
    const collection = this.#collectionOf(version);
    this.#emit({ kind: "artifact", eventType, collection, version, author, ...detail });
  }

  #collectionOf(version: VersionRecord): CollectionRecord {
    const collection = this.#store.collections.get(version.collectionId);
    if (collection === undefined)
      throw new Error(`the store has lost the collection ${version.collectionId}`);
    return collection;
  }
}
