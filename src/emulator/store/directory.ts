import type {
  AutomationRecord,
  CollectionRecord,
  EntityRecord,
  OrganizationRecord,
  ProjectRecord,
  UserRecord,
} from "./records.js";
import { compositeKey, type Store } from "./store.js";

/** An automation's scope with everything around it. */
export interface ResolvedScope {
  readonly scopeType: "ENTITY" | "PROJECT" | "ARTIFACT_COLLECTION";
  readonly id: string;
  readonly entity: EntityRecord;
  readonly project?: ProjectRecord;
  readonly collection?: CollectionRecord;
}

const REGISTRY_PREFIX = "wandb-registry-";

/** Whether a project is what W&B shows as a registry. */
export function isRegistry(project: { readonly name: string }): boolean {
  return project.name.startsWith(REGISTRY_PREFIX) && project.name.length > REGISTRY_PREFIX.length;
}

/** Finds things by name or id, and says who may see them. */
export class Directory {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Administrators see everything; others their teams and what those teams' organizations own. */
  maySee(user: UserRecord, entity: EntityRecord): boolean {
    if (user.admin || entity.members.includes(user.id)) return true;
    if (entity.kind !== "organization" || entity.organizationId === undefined) return false;
    return this.#store.entitiesByOrganization
      .all(entity.organizationId)
      .some((other) => other.members.includes(user.id));
  }

  entities(user: UserRecord): EntityRecord[] {
    return this.#store.entities.all().filter((entity) => this.maySee(user, entity));
  }

  teams(user: UserRecord): EntityRecord[] {
    return this.entities(user).filter((entity) => entity.kind === "team");
  }

  entity(user: UserRecord, name: string): EntityRecord | undefined {
    const entity = this.#store.entitiesByName.first(name);
    return entity && this.maySee(user, entity) ? entity : undefined;
  }

  organizations(user: UserRecord): OrganizationRecord[] {
    return this.#store.organizations.all().filter((organization) => {
      const entity = this.#store.entities.get(organization.entityId);
      return entity !== undefined && this.maySee(user, entity);
    });
  }

  /** An organization by its own name or by that of its entity. */
  organization(user: UserRecord, name: string): OrganizationRecord | undefined {
    return this.organizations(user).find(
      (organization) =>
        organization.name === name || this.#store.entities.get(organization.entityId)?.name === name,
    );
  }

  project(entity: EntityRecord, name: string): ProjectRecord | undefined {
    return this.#store.projectsByName.first(compositeKey(entity.id, name));
  }

  collection(project: ProjectRecord, name: string): CollectionRecord | undefined {
    return this.#store.collectionsByName.first(compositeKey(project.id, name));
  }

  entityOf(project: ProjectRecord): EntityRecord {
    return this.#must(this.#store.entities.get(project.entityId), "entity", project.entityId);
  }

  projectOf(collection: CollectionRecord): ProjectRecord {
    return this.#must(this.#store.projects.get(collection.projectId), "project", collection.projectId);
  }

  /** What `scopeType` and `scopeID` of a request name; `undefined` where there is no such thing. */
  scope(scopeType: string, scopeId: string): ResolvedScope | undefined {
    if (scopeType === "ENTITY") {
      const entity = this.#store.entities.get(scopeId);
      return entity && { scopeType, id: scopeId, entity };
    }
    if (scopeType === "PROJECT") {
      const project = this.#store.projects.get(scopeId);
      return project && { scopeType, id: scopeId, entity: this.entityOf(project), project };
    }
    if (scopeType !== "ARTIFACT_COLLECTION") return undefined;
    const collection = this.#store.collections.get(scopeId);
    if (collection === undefined) return undefined;
    const project = this.projectOf(collection);
    return { scopeType, id: scopeId, entity: this.entityOf(project), project, collection };
  }

  scopeOf(automation: AutomationRecord): ResolvedScope {
    const { scopeType, scopeId } = automation;
    return this.#must(this.scope(scopeType, scopeId), "scope", scopeId);
  }

  #must<T>(found: T | undefined, what: string, id: string): T {
    if (found === undefined) throw new Error(`the store has lost the ${what} ${id}`);
    return found;
  }
}
