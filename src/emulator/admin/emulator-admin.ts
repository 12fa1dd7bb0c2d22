import type { CreateRunOptions, RunService } from "../runs/run-service.js";
import type { Directory } from "../store/directory.js";
import type { CollectionRecord, ProjectRecord, RunRecord, VersionRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import type { ArtifactAdmin, CreateVersionOptions, LinkVersionOptions } from "./artifact-admin.js";
import type {
  CreateCollectionOptions,
  CreateOrganizationOptions,
  CreateRegistryOptions,
  CreateTeamOptions,
  CreateUserOptions,
  DirectoryAdmin,
} from "./directory-admin.js";
import type {
  CreateSlackIntegrationOptions,
  CreateWebhookIntegrationOptions,
  IntegrationAdmin,
  PutSecretOptions,
} from "./integration-admin.js";

/** Something that was made: the id that the API knows it by, and its name. */
export interface Made {
  readonly id: string;
  readonly name: string;
}
/** Something made that has a place. */
export interface MadeAt extends Made {
  /** `entity/project`, `entity/project/collection`, … */
  readonly path: string;
}
/** A version of an artifact, or a link to one; its path ends in `:v0`, `:v1`, … */
export interface MadeVersion extends MadeAt {
  readonly index: number;
  readonly aliases: readonly string[];
}
/** A run; its name is the run's id, its path `entity/project/id`. */
export interface MadeRun extends MadeAt {
  readonly displayName: string;
  readonly state: string;
}

export interface AdminParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly directoryAdmin: DirectoryAdmin;
  readonly artifactAdmin: ArtifactAdmin;
  readonly integrationAdmin: IntegrationAdmin;
  readonly runs: RunService;
}

/**
 * What no W&B API offers: putting the world that automations watch into the emulator, and making things happen in
 * it. Making something that exists by that name returns it as it is. Every promise resolves once the change is
 * kept, so with a data file it survives a crash from then on.
 *
 * Each method throws a ValidationError naming what was given and what would be right.
 *
 * @example
 * ```ts
 * import { createEmulator } from "wandb-automations/emulator";
 *
 * await using emulator = await createEmulator();
 * await emulator.admin.createTeam({ name: "acme" });
 * await emulator.admin.createProject("acme/vision");
 * await emulator.admin.createCollection("acme/vision/resnet", { type: "model" });
 * await emulator.admin.createVersion("acme/vision/resnet", { metadata: { accuracy: 0.97 } });
 * await emulator.admin.addAlias("acme/vision/resnet:v0", "prod");
 * ```
 */
export interface EmulatorAdmin {
  createUser(options: CreateUserOptions): Promise<Made>;
  createTeam(options: CreateTeamOptions): Promise<Made>;
  createOrganization(options: CreateOrganizationOptions): Promise<Made>;
  /** A project at `entity/project`. */
  createProject(path: string): Promise<MadeAt>;
  createRegistry(options: CreateRegistryOptions): Promise<MadeAt>;
  /** A collection at `entity/project/collection`; in a registry's project one that takes links. */
  createCollection(path: string, options?: CreateCollectionOptions): Promise<MadeAt>;
  /** A new version of a collection: "created", then "alias added" for `latest` and each alias. */
  createVersion(path: string, options?: CreateVersionOptions): Promise<MadeVersion>;
  /** Links `entity/project/collection:version` into a registry's collection. */
  linkVersion(source: string, target: string, options?: LinkVersionOptions): Promise<MadeVersion>;
  unlinkVersion(path: string): Promise<void>;
  addAlias(path: string, alias: string): Promise<MadeVersion>;
  addTag(path: string, tag: string): Promise<void>;
  removeTag(path: string, tag: string): Promise<void>;
  addCollectionTag(path: string, tag: string): Promise<void>;
  removeCollectionTag(path: string, tag: string): Promise<void>;
  createSlackIntegration(options: CreateSlackIntegrationOptions): Promise<{ readonly id: string }>;
  createWebhookIntegration(options: CreateWebhookIntegrationOptions): Promise<Made>;
  /** Sets a team's secret for webhooks. No API shows its value again. */
  putSecret(options: PutSecretOptions): Promise<void>;
  /** A run in `entity/project`, running unless said otherwise. One of that id is resumed. */
  createRun(projectPath: string, options?: CreateRunOptions): Promise<MadeRun>;
  /** Changes a run's state, e.g. to `finished`, `failed`, `crashed` or `killed`. */
  setRunState(path: string, state: string): Promise<MadeRun>;
  /** Ends a run: `finished` for exit code 0, the default, else `failed`. */
  finishRun(path: string, options?: { readonly exitCode?: number }): Promise<MadeRun>;
}

export function createAdmin(parts: AdminParts): EmulatorAdmin {
  const { store, directory, directoryAdmin, artifactAdmin, integrationAdmin, runs } = parts;
  const kept = async <T>(made: T): Promise<T> => {
    await store.flush();
    return made;
  };
  const project = (record: ProjectRecord): MadeAt => ({
    id: record.id,
    name: record.name,
    path: `${directory.entityOf(record).name}/${record.name}`,
  });
  const collection = (record: CollectionRecord): MadeAt => ({
    id: record.id,
    name: record.name,
    path: `${project(directory.projectOf(record)).path}/${record.name}`,
  });
  const version = ({ id, collectionId, index, aliases }: VersionRecord): MadeVersion => {
    const parent = collection(store.collections.get(collectionId)!);
    return { id, index, aliases, name: `${parent.name}:v${index}`, path: `${parent.path}:v${index}` };
  };
  const run = (record: RunRecord): MadeRun => describeRun(store, directory, record);

  // Async functions, so that what is refused rejects rather than throws.
  return {
    createUser: async (options) => {
      const { id, username } = directoryAdmin.createUser(options);
      return kept({ id, name: username });
    },
    createTeam: async (options) => {
      const { id, name } = directoryAdmin.createTeam(options);
      return kept({ id, name });
    },
    createOrganization: async (options) => {
      const { id, name } = directoryAdmin.createOrganization(options);
      return kept({ id, name });
    },
    createProject: async (path) => kept(project(directoryAdmin.createProject(path))),
    createRegistry: async (options) => kept(project(directoryAdmin.createRegistry(options))),
    createCollection: async (path, options) =>
      kept(collection(directoryAdmin.createCollection(path, options))),
    createVersion: async (path, options) => kept(version(artifactAdmin.createVersion(path, options))),
    linkVersion: async (source, target, options) =>
      kept(version(artifactAdmin.linkVersion(source, target, options))),
    unlinkVersion: async (path) => kept(artifactAdmin.unlinkVersion(path)),
    addAlias: async (path, alias) => kept(version(artifactAdmin.addAlias(path, alias))),
    addTag: async (path, tag) => kept(artifactAdmin.addTag(path, tag)),
    removeTag: async (path, tag) => kept(artifactAdmin.removeTag(path, tag)),
    addCollectionTag: async (path, tag) => kept(artifactAdmin.addCollectionTag(path, tag)),
    removeCollectionTag: async (path, tag) => kept(artifactAdmin.removeCollectionTag(path, tag)),
    createSlackIntegration: async (options) =>
      kept({ id: integrationAdmin.createSlackIntegration(options).id }),
    createWebhookIntegration: async (options) =>
      kept({ id: integrationAdmin.createWebhookIntegration(options).id, name: options.name }),
    putSecret: async (options) => kept(integrationAdmin.putSecret(options)),
    createRun: async (path, options) => kept(run(runs.create(path, options))),
    setRunState: async (path, state) => kept(run(runs.setState(runs.find("setRunState", path), state))),
    finishRun: async (path, { exitCode = 0 } = {}) =>
      kept(run(runs.setState(runs.find("finishRun", path), exitCode === 0 ? "finished" : "failed"))),
  };
}

export function describeRun(store: Store, directory: Directory, record: RunRecord): MadeRun {
  const { id, name, displayName, state } = record;
  const project = store.projects.get(record.projectId)!;
  return {
    id,
    name,
    displayName,
    state,
    path: `${directory.entityOf(project).name}/${project.name}/${name}`,
  };
}
