import { closedError } from "./closed-error.js";
import { encodeId } from "./ids.js";
import type { Journal } from "./journal.js";
import type {
  AutomationRecord,
  BaseRecord,
  CollectionRecord,
  EntityRecord,
  ExecutionRecord,
  IntegrationRecord,
  OrganizationRecord,
  ProjectRecord,
  RunRecord,
  SecretRecord,
  UserRecord,
  VersionRecord,
} from "./records.js";
import { RowLog, type StoredRow } from "./row-log.js";
import { Table } from "./table.js";

/** A key made of several parts that can't be confused with another of the same parts. */
export function compositeKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** Everything the emulator knows. Reads are of memory; changes also go to the journal. */
export class Store {
  readonly users;
  readonly usersByKeyHash;
  readonly usersByName;
  readonly entities;
  readonly entitiesByName;
  readonly entitiesByOrganization;
  readonly organizations;
  readonly organizationsByName;
  readonly projects;
  readonly projectsByEntity;
  readonly projectsByName;
  readonly collections;
  readonly collectionsByProject;
  readonly collectionsByName;
  readonly versions;
  readonly versionsByCollection;
  readonly linksBySource;
  readonly integrations;
  readonly integrationsByEntity;
  readonly secrets;
  readonly secretsByName;
  readonly automations;
  readonly automationsByScope;
  readonly automationsByName;
  readonly automationsByEntity;
  readonly automationsByEntityAndName;
  readonly automationsByProject;
  readonly runs;
  readonly runsByProject;
  readonly runsByName;
  readonly executions;
  readonly executionsByAutomation;
  readonly executionsByProject;
  readonly executionsByCollection;
  readonly executionsByRun;
  readonly rows: RowLog;
  /**
   * When an automation last fired for a run (seconds in the run's time; null where that isn't known), by
   * {@link compositeKey} of both, where the execution itself isn't kept any more.
   */
  readonly lastFirings = new Map<string, number | null>();
  readonly #journal: Journal;
  readonly #now: () => Date;
  readonly #counters = new Map<string, number>();
  #isClosed = false;

  constructor(journal: Journal, now: () => Date) {
    this.#journal = journal;
    this.#now = now;
    this.users = this.#table<UserRecord>("user");
    this.usersByKeyHash = this.users.index((user) => user.keyHash);
    this.usersByName = this.users.index((user) => user.username);
    this.entities = this.#table<EntityRecord>("entity");
    this.entitiesByName = this.entities.index((entity) => entity.name);
    this.entitiesByOrganization = this.entities.index((entity) => entity.organizationId);
    this.organizations = this.#table<OrganizationRecord>("organization");
    this.organizationsByName = this.organizations.index((organization) => organization.name);
    this.projects = this.#table<ProjectRecord>("project");
    this.projectsByEntity = this.projects.index((project) => project.entityId);
    this.projectsByName = this.projects.index((project) => compositeKey(project.entityId, project.name));
    this.collections = this.#table<CollectionRecord>("collection");
    this.collectionsByProject = this.collections.index((collection) => collection.projectId);
    this.collectionsByName = this.collections.index((c) => compositeKey(c.projectId, c.name));
    this.versions = this.#table<VersionRecord>("version");
    this.versionsByCollection = this.versions.index((version) => version.collectionId);
    this.linksBySource = this.versions.index((version) => version.sourceId);
    this.integrations = this.#table<IntegrationRecord>("integration");
    this.integrationsByEntity = this.integrations.index((integration) => integration.entityId);
    this.secrets = this.#table<SecretRecord>("secret");
    this.secretsByName = this.secrets.index((secret) => compositeKey(secret.entityId, secret.name));
    this.automations = this.#table<AutomationRecord>("automation");
    this.automationsByScope = this.automations.index((automation) => automation.scopeId);
    this.automationsByName = this.automations.index((a) => compositeKey(a.scopeId, a.name));
    this.automationsByEntity = this.automations.index((automation) => automation.entityId);
    this.automationsByEntityAndName = this.automations.index((a) => compositeKey(a.entityId, a.name));
    this.automationsByProject = this.automations.index((automation) => automation.projectId ?? undefined);
    this.runs = this.#table<RunRecord>("run");
    this.runsByProject = this.runs.index((run) => run.projectId);
    this.runsByName = this.runs.index((run) => compositeKey(run.projectId, run.name));
    this.executions = this.#table<ExecutionRecord>("execution");
    this.executionsByAutomation = this.executions.index((execution) => execution.automationId);
    this.executionsByProject = this.executions.index((execution) => execution.projectId ?? undefined);
    this.executionsByCollection = this.executions.index((execution) => execution.collectionId ?? undefined);
    this.executionsByRun = this.executions.index(
      ({ automationId, run }) => run?.id && compositeKey(automationId, run.id),
    );
    this.rows = new RowLog(journal);
  }

  readonly #tables = new Map<string, Table<BaseRecord>>();

  #table<T extends BaseRecord>(kind: string): Table<T> {
    const table = new Table<T>(kind, this.#journal);
    // The journal hands back for each kind what was written under it, so the record type is right by construction.
    this.#tables.set(kind, table as unknown as Table<BaseRecord>);
    return table;
  }

  /** Reads what the journal kept. */
  async load(): Promise<void> {
    for await (const { kind, key, value } of this.#journal.load()) {
      if (kind === "counter") this.#counters.set(key, value as number);
      else if (kind === "lastFiring") this.lastFirings.set(key, value as number | null);
      else if (kind === "row") this.rows.restore(key, value as StoredRow);
      else this.#tables.get(kind)?.restore(value as BaseRecord);
    }
  }

  /**
   * The fields every record has, for a new record whose id is of that type. Numbers are never used twice; types that
   * share a table share a `series`, so that numbers order its records.
   */
  newRecord(type: string, series = type): BaseRecord {
    const number = this.#count(series);
    return { id: encodeId(type, number), number, createdAt: this.timestamp() };
  }

  /** Remembers when an automation last fired for a run beyond its execution. */
  putLastFiring(key: string, timestamp: number | null): void {
    this.lastFirings.set(key, timestamp);
    this.#journal.write({ kind: "lastFiring", key, value: timestamp });
  }

  #count(series: string): number {
    const number = (this.#counters.get(series) ?? 0) + 1;
    this.#counters.set(series, number);
    this.#journal.write({ kind: "counter", key: series, value: number });
    return number;
  }

  /** Now, as ISO-8601 in UTC. */
  timestamp(): string {
    return this.#now().toISOString();
  }

  /** Resolves once every change so far is safe. Nothing is acknowledged before that. `urgent` hurries. */
  async flush(urgent = false): Promise<void> {
    if (this.#isClosed) throw closedError();
    await this.#journal.flush(urgent);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#journal.close();
  }
}
