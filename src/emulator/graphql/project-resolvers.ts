import { isRegistry } from "../store/directory.js";
import type { CollectionRecord, EntityRecord, ProjectRecord, UserRecord } from "../store/records.js";
import type { TypeResolvers, World } from "../world.js";
import { ApiError, badRequest, permissionDenied } from "./api-error.js";
import { inOrder, type PageArguments, toConnection } from "./connection.js";
import type { Finder } from "./finder.js";
import { collectionFilterFields, projectFilterFields } from "./listed-fields.js";
import { filtered, orderingOf } from "./listing.js";

interface ListArguments extends PageArguments {
  readonly order?: string | null;
  readonly filters?: string | null;
}

/** Projects, registries and collections. */
export function projectResolvers(world: World, finder: Finder): TypeResolvers {
  const { store, directory } = world;

  /**
   * Projects that hold automations come first, because clients that look for automations by walking projects stop
   * at the first page without any.
   */
  const projectPage = (projects: readonly ProjectRecord[], args: ListArguments) =>
    toConnection(
      filtered(projects, args.filters, projectFilterFields),
      args,
      orderingOf(args.order, projectFilterFields) ?? {
        keyOf: (project) => (store.automationsByProject.first(project.id) === undefined ? 1 : 0),
        descending: false,
      },
    );
  const collectionPage = (collections: readonly CollectionRecord[], args: ListArguments) =>
    toConnection(
      filtered(collections, args.filters, collectionFilterFields),
      args,
      orderingOf(args.order, collectionFilterFields),
    );
  /** The types a registry was made for, and those that there are. */
  const typesOf = (project: ProjectRecord) => {
    const used = store.collectionsByProject.all(project.id).map((collection) => collection.artifactType);
    const types = [...new Set([...project.artifactTypes, ...used])];
    // So that a collection looked for among all types has one to be made with.
    return types.length === 0 && world.autoCreate ? ["model"] : types;
  };
  const visibleProjects = (user: UserRecord) =>
    directory.entities(user).flatMap((entity) => store.projectsByEntity.all(entity.id));

  return {
    Query: {
      project: (_parent, { name, entityName }, { user }) => finder.project(user, entityName, name),
      models: (_parent, args, { user }) => {
        const entity = finder.entity(user, args.entityName);
        return entity && projectPage(store.projectsByEntity.all(entity.id), args);
      },
      artifactCollection: (_parent, { id }, { user }) => {
        const collection = store.collections.get(id);
        const owner = collection && directory.entityOf(directory.projectOf(collection));
        return owner && directory.maySee(user, owner) ? collection : null;
      },
    },
    Mutation: {
      upsertModel: (_parent, { input }, { user }) => upsertProject(world, user, input),
    },
    User: { projects: (user: UserRecord, args) => projectPage(visibleProjects(user), args) },
    Entity: {
      project: (entity: EntityRecord, { name }) => finder.projectIn(entity, name),
      projects: (entity: EntityRecord, args) => projectPage(store.projectsByEntity.all(entity.id), args),
      artifactCollections: (entity: EntityRecord, args) => {
        const projects = filtered(
          store.projectsByEntity.all(entity.id),
          args.projectFilters,
          projectFilterFields,
        );
        const kinds = (args.collectionTypes as string[] | null | undefined)?.map((kind) =>
          kind.toLowerCase(),
        );
        return collectionPage(
          inOrder(projects.flatMap((project) => store.collectionsByProject.all(project.id))).filter(
            (collection) => kinds?.includes(collection.kind) ?? true,
          ),
          args,
        );
      },
    },
    Project: {
      internalId: (project: ProjectRecord) => btoa(`ProjectInternalId:${project.number}`),
      entityName: (project: ProjectRecord) => directory.entityOf(project).name,
      entity: (project: ProjectRecord) => directory.entityOf(project),
      isBenchmark: () => false,
      readOnly: () => false,
      views: () => "{}",
      user: (project: ProjectRecord) => (project.userId ? (store.users.get(project.userId) ?? null) : null),
      allowAllArtifactTypesInRegistry: (project: ProjectRecord) => project.artifactTypes.length === 0,
      artifactType: (project: ProjectRecord, { name }) => ({ project, name }),
      artifactTypes: (project: ProjectRecord, args) => {
        const types = typesOf(project).map((name, i) => ({ project, name, number: i + 1 }));
        return toConnection(types, { first: types.length || 1, ...args });
      },
      artifactCollections: (project: ProjectRecord, args) =>
        collectionPage(store.collectionsByProject.all(project.id), args),
    },
    ArtifactType: {
      id: ({ project, name }) => btoa(`ArtifactType:${project.id}:${encodeURI(name)}`),
      createdAt: ({ project }) => project.createdAt,
      artifactCollection: ({ project, name: type }, { name }) => finder.collection(project, type, name),
      artifactCollections: ({ project, name }, args) =>
        collectionPage(
          store.collectionsByProject.all(project.id).filter((collection) => collection.artifactType === name),
          args,
        ),
    },
    ArtifactCollection: {
      __resolveType: (collection: CollectionRecord) =>
        collection.kind === "portfolio" ? "ArtifactPortfolio" : "ArtifactSequence",
    },
    ArtifactSequence: collectionFields(world),
    ArtifactPortfolio: collectionFields(world),
  };
}

function collectionFields({ directory }: World) {
  return {
    project: (collection: CollectionRecord) => directory.projectOf(collection),
    defaultArtifactType: (collection: CollectionRecord) => ({
      project: directory.projectOf(collection),
      name: collection.artifactType,
    }),
    tags: (collection: CollectionRecord) => ({
      edges: collection.tags.map((name) => ({
        node: { id: btoa(`Tag:${collection.id}:${encodeURI(name)}`), name },
      })),
    }),
  };
}

interface UpsertProjectInput {
  readonly name?: string | null;
  readonly entityName?: string | null;
  readonly description?: string | null;
  readonly access?: string | null;
  readonly artifactTypes?: readonly { readonly name: string }[] | null;
}

/** `upsertModel`: makes a project or a registry, or changes what is given of one that is there already. */
function upsertProject(world: World, user: UserRecord, input: UpsertProjectInput) {
  const { name, entityName } = input;
  if (!name || !/^[^/:]{1,128}$/.test(name))
    throw badRequest(`invalid project name ${JSON.stringify(name ?? null)}`);
  const entity = world.store.entitiesByName.first(entityName || user.defaultEntity);
  if (entity === undefined) throw new ApiError(404, `entity ${JSON.stringify(entityName)} not found`);
  if (!world.directory.maySee(user, entity))
    throw permissionDenied(`${user.username} may not make projects in ${entity.name}`);
  const artifactTypes = isRegistry({ name }) ? (input.artifactTypes ?? []).map((type) => type.name) : [];
  const existing = world.directory.project(entity, name);
  const project = existing
    ? changedProject(world, existing, input, artifactTypes)
    : world.directoryAdmin.putProject(entity, name, {
        access: input.access ?? "PRIVATE",
        artifactTypes,
        description: input.description ?? "",
        userId: user.id,
      });
  return { project, model: project, inserted: existing === undefined };
}

function changedProject(
  { store }: World,
  project: ProjectRecord,
  input: UpsertProjectInput,
  addedTypes: readonly string[],
): ProjectRecord {
  const changed = {
    ...project,
    access: input.access ?? project.access,
    description: input.description ?? project.description,
    artifactTypes: [...new Set([...project.artifactTypes, ...addedTypes])],
  };
  const isSame =
    changed.access === project.access &&
    changed.description === project.description &&
    changed.artifactTypes.length === project.artifactTypes.length;
  return isSame ? project : store.projects.put({ ...changed, updatedAt: store.timestamp() });
}
