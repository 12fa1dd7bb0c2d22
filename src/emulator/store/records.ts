import type { ActionConfig } from "../../wire/inputs.js";

/** What every stored record has. `number` counts up within a kind, so it is also the order of creation. */
export interface BaseRecord {
  readonly id: string;
  readonly number: number;
  /** ISO-8601, UTC. */
  readonly createdAt: string;
}

export interface UserRecord extends BaseRecord {
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly admin: boolean;
  /** The name of the entity used where a request names none. */
  readonly defaultEntity: string;
  /** SHA-256 (hex) of the user's API key; absent for the user that any well-formed key stands for. */
  readonly keyHash?: string;
}

export interface EntityRecord extends BaseRecord {
  readonly name: string;
  readonly kind: "user" | "team" | "organization";
  /** The organization a team belongs to, or whose own entity this is. */
  readonly organizationId?: string;
  /** Ids of the users who may use it. */
  readonly members: readonly string[];
}

export interface OrganizationRecord extends BaseRecord {
  readonly name: string;
  readonly entityId: string;
}

export interface ProjectRecord extends BaseRecord {
  readonly name: string;
  readonly entityId: string;
  readonly description: string;
  readonly access: string;
  readonly updatedAt: string | null;
  /** Artifact types a registry was made to accept; empty means all. */
  readonly artifactTypes: readonly string[];
  readonly userId?: string;
}

/** `sequence`: versions are made in it. `portfolio`: versions are linked into it, as in a registry. */
export interface CollectionRecord extends BaseRecord {
  readonly name: string;
  readonly kind: "sequence" | "portfolio";
  readonly projectId: string;
  readonly artifactType: string;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly updatedAt: string | null;
}

/** A version of an artifact, or the link that shows one in a portfolio (then `sourceId` is the version linked). */
export interface VersionRecord extends BaseRecord {
  readonly collectionId: string;
  readonly index: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly aliases: readonly string[];
  readonly tags: readonly string[];
  readonly sourceId?: string;
}

export interface SlackIntegrationRecord extends BaseRecord {
  readonly kind: "slack";
  readonly entityId: string;
  readonly teamName: string;
  readonly channelName: string;
  /** Where messages go; without it they are recorded only. A secret: no reply ever holds it. */
  readonly webhookUrl?: string;
}
export interface WebhookIntegrationRecord extends BaseRecord {
  readonly kind: "webhook";
  readonly entityId: string;
  readonly name: string;
  readonly urlEndpoint: string;
  /** Names of the team's secrets to authorize and to sign with. */
  readonly accessTokenRef?: string;
  readonly secretRef?: string;
}
export interface GitHubIntegrationRecord extends BaseRecord {
  readonly kind: "github";
  readonly entityId: string;
}
export type IntegrationRecord = SlackIntegrationRecord | WebhookIntegrationRecord | GitHubIntegrationRecord;

/** A team's secret. Written once, read only to sign or authorize a delivery. */
export interface SecretRecord extends BaseRecord {
  readonly entityId: string;
  readonly name: string;
  readonly value: string;
}

export interface AutomationRecord extends BaseRecord {
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly updatedAt: string | null;
  readonly userId: string;
  readonly scopeType: string;
  readonly scopeId: string;
  /** The entity that owns the scope, and the project the scope is or lies in. */
  readonly entityId: string;
  readonly projectId: string | null;
  readonly eventType: string;
  /** In its input form, byte for byte as it was sent. */
  readonly eventFilter: string;
  readonly actionType: string;
  readonly actionConfig: ActionConfig;
}

/** A run changed to a state. `timestamp` is in the run's own time (seconds); null where it isn't known. */
export interface StateChangeRecord {
  readonly state: string;
  readonly step: number | null;
  readonly timestamp: number | null;
}

export interface RunRecord extends BaseRecord {
  /** The run's id as people know it, e.g. `lkowe4hd`: unique in its project. */
  readonly name: string;
  readonly displayName: string;
  readonly projectId: string;
  readonly userId: string;
  readonly username: string;
  /** Lower case: running, finished, failed, crashed, killed, … */
  readonly state: string;
  /** The states it went through, the last one included. */
  readonly stateChanges: readonly StateChangeRecord[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly group: string | null;
  readonly jobType: string | null;
  readonly sweepName: string | null;
  readonly tags: readonly string[];
  readonly notes: string | null;
  readonly heartbeatAt: string;
}

export type ExecutionState = "PENDING" | "FINISHED" | "FAILED";

/** What happened, in the shape that `TriggerExecution.event.data` has; `__typename` says which. */
export interface EventDetails {
  readonly __typename: string;
  readonly [key: string]: unknown;
}

/** What was, or will be, sent, its secrets replaced by `[redacted]`. */
export interface DeliveryRequest {
  readonly method: "POST";
  /** Null where it is only recorded: ARIA's prompts, Slack integrations without a URL. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface DeliveryResponse {
  readonly status: number;
  readonly statusText: string;
  readonly body: string;
}

/** One firing of one automation and what became of it. */
export interface ExecutionRecord extends BaseRecord {
  readonly automationId: string;
  readonly automationName: string;
  readonly state: ExecutionState;
  readonly scopeType: string;
  readonly scopeId: string;
  readonly projectId: string | null;
  readonly collectionId: string | null;
  readonly eventType: string;
  readonly event: EventDetails;
  /** The values of the template variables, kept so that a delivery after a restart says the same. */
  readonly variables: Readonly<Record<string, string>>;
  /** The run that fired, and when, in the run's own time (seconds); for the 24-hour rule after a restart. */
  readonly run: {
    readonly id: string;
    readonly step: number | null;
    readonly timestamp: number | null;
  } | null;
  /** Why it fired, in words. */
  readonly reason: string;
  readonly actionType: string;
  readonly actionConfig: ActionConfig;
  readonly attempts: number;
  /** ISO-8601; when the next attempt is due while PENDING. */
  readonly nextAttemptAt: string | null;
  readonly request: DeliveryRequest | null;
  readonly response: DeliveryResponse | null;
  readonly error: string | null;
  readonly finishedAt: string | null;
}
