import type { HistoryRow } from "../history/run-history.js";
import type { AdminParts } from "./admin/emulator-admin.js";
import type { SeedDocument } from "./seed-document.js";
import { compositeKey } from "./store/store.js";

type Team = NonNullable<SeedDocument["teams"]>[number];
type Project = NonNullable<Team["projects"]>[number];
type Organization = NonNullable<SeedDocument["organizations"]>[number];

/** The members of an object that are set: seeds spell what is left out as `undefined`. */
type Set<T> = { [K in keyof T]: Exclude<T[K], undefined> };
function set<T extends object>(given: T): Set<T> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Set<T>;
}

/** Makes what a seed describes. Applying it again changes nothing. */
export function applySeed(parts: AdminParts, seed: SeedDocument): void {
  for (const { name } of seed.organizations ?? []) parts.directoryAdmin.createOrganization({ name });
  for (const team of seed.teams ?? []) applyTeam(parts, team);
  for (const organization of seed.organizations ?? []) applyRegistries(parts, organization);
  for (const user of seed.users ?? []) parts.directoryAdmin.createUser(set(user));
}

function applyTeam(parts: AdminParts, { name, organization, secrets, integrations, projects }: Team): void {
  parts.directoryAdmin.createTeam(set({ name, organization }));
  for (const [secret, value] of Object.entries(secrets ?? {}))
    parts.integrationAdmin.putSecret({ entity: name, name: secret, value });
  for (const integration of integrations ?? []) {
    const options = set({ ...integration, entity: name });
    if (options.kind === "slack") parts.integrationAdmin.createSlackIntegration(options);
    else parts.integrationAdmin.createWebhookIntegration(options);
  }
  for (const project of projects ?? []) applyProject(parts, name, project);
}

function applyProject(parts: AdminParts, team: string, { name, collections, runs }: Project): void {
  const path = `${team}/${name}`;
  const project = parts.directoryAdmin.createProject(path);
  for (const { name: collection, type, tags, versions } of collections ?? []) {
    const at = `${path}/${collection}`;
    const { id } = parts.directoryAdmin.createCollection(at, set({ type, tags }));
    if (parts.store.versionsByCollection.first(id)) continue;
    for (const version of versions ?? []) parts.artifactAdmin.createVersion(at, set(version));
  }
  for (const { state, rows, ...options } of runs ?? []) {
    const known = options.id && parts.store.runsByName.first(compositeKey(project.id, options.id));
    if (known) continue;
    const run = parts.runs.create(path, set(options));
    for (const row of rows ?? []) parts.runs.log(run, row as HistoryRow);
    if (state) parts.runs.setState(run, state);
  }
}

function applyRegistries(parts: AdminParts, { name, registries }: Organization): void {
  for (const { name: registry, artifactTypes, collections } of registries ?? []) {
    parts.directoryAdmin.createRegistry(set({ organization: name, name: registry, artifactTypes }));
    for (const { name: collection, type, tags, links } of collections ?? []) {
      const at = `${name}/wandb-registry-${registry}/${collection}`;
      const { id } = parts.directoryAdmin.createCollection(at, set({ type, tags }));
      if (parts.store.versionsByCollection.first(id)) continue;
      for (const { source, ...options } of links ?? [])
        parts.artifactAdmin.linkVersion(source, at, set(options));
    }
  }
}
