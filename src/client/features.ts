import { UnsupportedByServerError } from "../errors/index.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { FULL_SUPPORT, type ServerInfo, type TypeSupport } from "../wire/documents.js";

/** What a server can do, as far as it matters to this client. */
export interface Features {
  has(flag: string): boolean;
  /** Which types its schema has. */
  readonly support: TypeSupport;
}

/** Flags of what isn't on every server that is still in use (from the Python SDK). */
const SCOPE_FLAGS: Readonly<Record<string, string>> = { ENTITY: "AUTOMATION_SCOPE_ENTITY" };
const ACTION_FLAGS: Readonly<Record<string, string>> = { ARIA: "AUTOMATION_ACTION_ARIA" };
const EVENT_FLAGS: Readonly<Record<string, string>> = {
  RUN_METRIC_ZSCORE: "AUTOMATION_EVENT_RUN_METRIC_ZSCORE",
  ADD_ARTIFACT_TAG: "AUTOMATION_EVENT_ADD_ARTIFACT_TAG",
  ADD_COLLECTION_TAG: "AUTOMATION_EVENT_ADD_COLLECTION_TAG",
  REMOVE_ARTIFACT_TAG: "AUTOMATION_EVENT_REMOVE_ARTIFACT_TAG",
  REMOVE_COLLECTION_TAG: "AUTOMATION_EVENT_REMOVE_COLLECTION_TAG",
  UNLINK_ARTIFACT: "AUTOMATION_EVENT_UNLINK_ARTIFACT",
};

/** Servers with this flag list an entity's automations at once; others are walked project by project. */
export const LISTS_BY_ENTITY = "QUERY_AUTOMATIONS_ON_ENTITY";

/** A server that is taken to have everything. */
export const EVERY_FEATURE: Features = Object.freeze({ has: () => true, support: FULL_SUPPORT });

/** What a server says it has. One that says nothing has nothing that needs a flag. */
export function featuresOf(serverInfo: ServerInfo | undefined): Features {
  const flags = new Set<string>();
  for (const feature of serverInfo?.features ?? []) if (feature?.isEnabled) flags.add(feature.name);
  const has = (flag: string) => flags.has(flag);
  const support = { entityScope: has("AUTOMATION_SCOPE_ENTITY"), aria: has("AUTOMATION_ACTION_ARIA") };
  return Object.freeze({ has, support: Object.freeze(support) });
}

/**
 * Refuses what the server can't do, before it is sent.
 *
 * @throws UnsupportedByServerError naming every part that the server lacks.
 */
export function requireSupport(compiled: CompiledAutomation, features: Features): void {
  const { scope, eventType, actionType } = compiled;
  const parts: [string, string | undefined][] = [
    [`scope ${scope.scopeType}`, SCOPE_FLAGS[scope.scopeType]],
    [`event ${eventType}`, EVENT_FLAGS[eventType]],
    [`action ${actionType}`, ACTION_FLAGS[actionType]],
  ];
  const missing = parts.filter(([, flag]) => flag !== undefined && !features.has(flag));
  if (missing.length === 0) return;
  const what = missing.map(([part, flag]) => `${part} (${flag})`).join(", ");
  throw new UnsupportedByServerError(`The server doesn't support ${what}.`, {
    hint: "Upgrade the server. If it does support this and its flags are wrong, pass checkFeatures: false to Api.",
  });
}
