import type { CollectionRecord, EntityRecord, ProjectRecord, UserRecord } from "../store/records.js";
import type { World } from "../world.js";

/** Finds what a request names, making it first where the emulator was told to. */
export class Finder {
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  entity(user: UserRecord, name: string | null | undefined): EntityRecord | null {
    const wanted = name || user.defaultEntity;
    const found = this.#world.directory.entity(user, wanted);
    if (found || !this.#world.autoCreate) return found ?? null;
    return this.#world.store.entitiesByName.first(wanted) === undefined
      ? this.#world.directoryAdmin.createTeam({ name: wanted })
      : null;
  }

  project(
    user: UserRecord,
    entityName: string | null | undefined,
    name: string | null | undefined,
  ): ProjectRecord | null {
    const entity = this.entity(user, entityName);
    return entity && this.projectIn(entity, name);
  }

  projectIn(entity: EntityRecord, name: string | null | undefined): ProjectRecord | null {
    if (!name) return null;
    const found = this.#world.directory.project(entity, name);
    if (found || !this.#world.autoCreate) return found ?? null;
    return this.#world.directoryAdmin.putProject(entity, name, { access: "PRIVATE" });
  }

  collection(project: ProjectRecord, type: string, name: string): CollectionRecord | null {
    const found = this.#world.directory.collection(project, name);
    if (found) return found.artifactType === type ? found : null;
    return this.#world.autoCreate ? this.#world.directoryAdmin.putCollection(project, name, type) : null;
  }
}
