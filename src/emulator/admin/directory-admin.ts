import { createHash } from "node:crypto";
import { isRegistry } from "../store/directory.js";
import type {
  CollectionRecord,
  EntityRecord,
  OrganizationRecord,
  ProjectRecord,
  UserRecord,
} from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { checkName, parseProjectPath, refuse } from "./checks.js";

export interface CreateUserOptions {
  readonly username: string;
  /** Requests with this key act as the user. Kept as a hash only. */
  readonly apiKey: string;
  /** Teams the user is in, by name. */
  readonly teams?: readonly string[];
  /** Administrators may see and change everything. Default false. */
  readonly admin?: boolean;
}
export interface CreateTeamOptions {
  readonly name: string;
  /** The organization the team belongs to, by name. */
  readonly organization?: string;
}
export interface CreateOrganizationOptions {
  readonly name: string;
}
export interface CreateRegistryOptions {
  readonly organization: string;
  /** Without the `wandb-registry-` that its project's name starts with. */
  readonly name: string;
  /** Artifact types it accepts; all, where left out. */
  readonly artifactTypes?: readonly string[];
}
export interface CreateCollectionOptions {
  /** Artifact type, `model` where left out. */
  readonly type?: string;
  readonly tags?: readonly string[];
}

export function hashKey(apiKey: string): string {
  return createHash("sha256").update(apiKey).digest("hex");
}

/** Makes users, teams, organizations, projects, registries and collections. What exists by that name is returned. */
export class DirectoryAdmin {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  createUser({ username, apiKey, teams = [], admin = false }: CreateUserOptions): UserRecord {
    checkName("createUser", "username", username);
    const existing = this.#store.usersByName.first(username);
    if (existing) return existing;
    const entities = teams.map((team) => this.#entity("createUser", "teams", team));
    const user = this.#store.users.put({
      ...this.#store.newRecord("User"),
      username,
      name: username,
      email: `${username}@example.com`,
      admin,
      defaultEntity: teams[0] ?? username,
      keyHash: hashKey(apiKey),
    });
    this.#store.entities.put({
      ...this.#store.newRecord("Entity"),
      name: username,
      kind: "user",
      members: [user.id],
    });
    for (const entity of entities)
      this.#store.entities.put({ ...entity, members: [...entity.members, user.id] });
    return user;
  }

  createTeam({ name, organization }: CreateTeamOptions): EntityRecord {
    checkName("createTeam", "name", name);
    const existing = this.#store.entitiesByName.first(name);
    if (existing?.kind === "team") return existing;
    if (existing)
      refuse("createTeam", "name", "name_taken", `${JSON.stringify(name)} is the name of a ${existing.kind}`);
    const owner = organization === undefined ? undefined : this.#organization("createTeam", organization);
    return this.#store.entities.put({
      ...this.#store.newRecord("Entity"),
      name,
      kind: "team",
      members: [],
      ...(owner ? { organizationId: owner.id } : {}),
    });
  }

  createOrganization({ name }: CreateOrganizationOptions): OrganizationRecord {
    checkName("createOrganization", "name", name);
    const existing = this.#store.organizationsByName.first(name);
    if (existing) return existing;
    if (this.#store.entitiesByName.first(name))
      refuse("createOrganization", "name", "name_taken", `${JSON.stringify(name)} is the name of an entity`);
    const base = this.#store.newRecord("Organization");
    const entity = this.#store.entities.put({
      ...this.#store.newRecord("Entity"),
      name,
      kind: "organization",
      organizationId: base.id,
      members: [],
    });
    return this.#store.organizations.put({ ...base, name, entityId: entity.id });
  }

  createProject(path: string, userId?: string): ProjectRecord {
    const { entity, project } = parseProjectPath("createProject", path);
    const owner = this.#entity("createProject", "path", entity);
    return this.putProject(owner, project, { access: "PRIVATE", ...(userId ? { userId } : {}) });
  }

  createRegistry({ organization, name, artifactTypes = [] }: CreateRegistryOptions): ProjectRecord {
    checkName("createRegistry", "name", name);
    const { entityId } = this.#organization("createRegistry", organization);
    const entity = this.#store.entities.get(entityId)!;
    return this.putProject(entity, `wandb-registry-${name}`, { access: "PRIVATE", artifactTypes });
  }

  /** A collection at `entity/project/name`: in a registry one that versions are linked into, else one they are made in. */
  createCollection(
    path: string,
    { type = "model", tags = [] }: CreateCollectionOptions = {},
  ): CollectionRecord {
    const at = path.lastIndexOf("/");
    const name = checkName("createCollection", "path", path.slice(at + 1));
    const { entity, project } = parseProjectPath("createCollection", path.slice(0, Math.max(at, 0)));
    const owner = this.#entity("createCollection", "path", entity);
    const parent = this.#store.projectsByName.first(compositeKey(owner.id, project));
    if (parent === undefined)
      return refuse("createCollection", "path", "not_found", `there is no project ${entity}/${project}`);
    return this.putCollection(parent, name, type, tags);
  }

  putProject(
    entity: EntityRecord,
    name: string,
    options: { access: string; artifactTypes?: readonly string[]; description?: string; userId?: string },
  ): ProjectRecord {
    const existing = this.#store.projectsByName.first(compositeKey(entity.id, name));
    if (existing) return existing;
    return this.#store.projects.put({
      ...this.#store.newRecord("Project"),
      name: checkName("createProject", "name", name),
      entityId: entity.id,
      description: "",
      artifactTypes: [],
      updatedAt: null,
      ...options,
    });
  }

  putCollection(
    project: ProjectRecord,
    name: string,
    artifactType: string,
    tags: readonly string[] = [],
  ): CollectionRecord {
    const existing = this.#store.collectionsByName.first(compositeKey(project.id, name));
    if (existing) return existing;
    const kind = isRegistry(project) ? "portfolio" : "sequence";
    return this.#store.collections.put({
      ...this.#store.newRecord(
        kind === "portfolio" ? "ArtifactPortfolio" : "ArtifactSequence",
        "ArtifactCollection",
      ),
      name,
      kind,
      projectId: project.id,
      artifactType,
      description: null,
      tags,
      updatedAt: null,
    });
  }

  #entity(call: string, path: string, name: string): EntityRecord {
    const entity = this.#store.entitiesByName.first(name);
    return entity ?? refuse(call, path, "not_found", `there is no entity ${JSON.stringify(name)}`);
  }

  #organization(call: string, name: string): OrganizationRecord {
    const organization = this.#store.organizationsByName.first(name);
    return (
      organization ??
      refuse(call, "organization", "not_found", `there is no organization ${JSON.stringify(name)}`)
    );
  }
}
