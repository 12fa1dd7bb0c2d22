import { createHash } from "node:crypto";
import type { CollectionRecord, EntityRecord, ProjectRecord, VersionRecord } from "../store/records.js";
import type { TypeResolvers, World } from "../world.js";
import { inOrder, toConnection } from "./connection.js";
import { collectionFilterFields, projectFilterFields } from "./listed-fields.js";
import { filtered, orderingOf } from "./listing.js";

/** An alias of a version in the collection that it was made in or linked to. */
interface Alias {
  readonly version: VersionRecord;
  readonly alias: string;
}

/** What lists of versions can be filtered and ordered by. */
const filterFields = (version: VersionRecord) => ({
  ...version,
  state: "COMMITTED",
  tag: version.tags,
  alias: version.aliases,
  version: [`v${version.index}`, version.index],
  created_at: version.createdAt,
  updated_at: null,
});

/** Versions of artifacts as the Python client reads them: that they are there and what they are called, not what is in them. */
export function artifactResolvers(world: World): TypeResolvers {
  const { store, directory } = world;
  const collectionOf = (version: VersionRecord) => store.collections.get(version.collectionId)!;
  /** The version itself, for one that is a link. */
  const sourceOf = (version: VersionRecord) =>
    (version.sourceId && store.versions.get(version.sourceId)) || version;
  const aliasesOf = (version: VersionRecord): Alias[] => version.aliases.map((alias) => ({ version, alias }));

  const collectionFields = {
    aliases: (collection: CollectionRecord, args: object) =>
      toConnection(
        store.versionsByCollection
          .all(collection.id)
          .flatMap(aliasesOf)
          .map((alias, i) => ({ ...alias, number: i + 1 })),
        args,
      ),
    artifacts: (collection: CollectionRecord, { filters, order, ...page }: Record<string, string | null>) => {
      const versions = filtered(store.versionsByCollection.all(collection.id), filters, filterFields);
      const { edges, ...rest } = toConnection(versions, page, orderingOf(order, filterFields) ?? "newest");
      const shown = edges.map((edge) => ({
        ...edge,
        node: sourceOf(edge.node),
        version: `v${edge.node.index}`,
      }));
      return { ...rest, edges: shown };
    },
  };
  const none = (_parent: unknown, args: object) => toConnection([], args);

  return {
    ArtifactSequence: collectionFields,
    ArtifactPortfolio: collectionFields,
    Entity: {
      artifactMemberships: (
        entity: EntityRecord,
        { projectFilters, collectionFilters, filters, order, ...page },
      ) => {
        const projects = filtered(store.projectsByEntity.all(entity.id), projectFilters, projectFilterFields);
        const collections = filtered(
          projects.flatMap((project) => store.collectionsByProject.all(project.id)),
          collectionFilters,
          collectionFilterFields,
        );
        const versions = collections.flatMap((collection) => store.versionsByCollection.all(collection.id));
        return toConnection(
          inOrder(filtered(versions, filters, filterFields)),
          page,
          orderingOf(order, filterFields) ?? "newest",
        );
      },
    },
    Project: {
      artifactCollectionMembership: (project: ProjectRecord, { name }) => {
        const [collectionName = "", wanted = "latest"] = (name as string).split(":");
        const collection = directory.collection(project, collectionName);
        return (
          collection &&
          store.versionsByCollection
            .all(collection.id)
            .find(({ index, aliases }) => `v${index}` === wanted || aliases.includes(wanted))
        );
      },
    },
    ArtifactCollectionMembership: {
      id: ({ id }: VersionRecord) => btoa(`ArtifactCollectionMembership:${id}`),
      versionIndex: ({ index }: VersionRecord) => index,
      aliases: aliasesOf,
      artifactCollection: collectionOf,
      artifact: sourceOf,
    },
    ArtifactAlias: {
      id: ({ version, alias }: Alias) => btoa(`ArtifactAlias:${version.id}:${encodeURI(alias)}`),
      artifactCollection: ({ version }: Alias) => collectionOf(version),
    },
    Artifact: {
      artifactSequence: collectionOf,
      artifactType: (version: VersionRecord) => {
        const collection = collectionOf(version);
        return { project: directory.projectOf(collection), name: collection.artifactType };
      },
      versionIndex: ({ index }: VersionRecord) => index,
      metadata: ({ metadata }: VersionRecord) => JSON.stringify(metadata),
      // No time to live, as the client reads it.
      ttlDurationSeconds: () => -1,
      ttlIsInherited: () => true,
      tags: ({ id, tags }: VersionRecord) =>
        tags.map((name) => ({ id: btoa(`Tag:${id}:${encodeURI(name)}`), name })),
      aliases: (version: VersionRecord) =>
        [version, ...store.linksBySource.all(version.id)].flatMap(aliasesOf),
      state: () => "COMMITTED",
      size: () => 0,
      digest: ({ id }: VersionRecord) => createHash("md5").update(id).digest("hex"),
      digestAlgorithm: () => "MD5",
      fileCount: () => 0,
    },
    Run: { fileCount: () => 0, files: none, inputArtifacts: none, outputArtifacts: none },
  };
}
