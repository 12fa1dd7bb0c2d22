import type { DirectoryAdmin } from "./admin/directory-admin.js";
import type { IntegrationAdmin } from "./admin/integration-admin.js";
import type { AutomationService } from "./automations/automation-service.js";
import type { ResolvedFeatures } from "./features.js";
import type { Directory } from "./store/directory.js";
import type { UserRecord } from "./store/records.js";
import type { Store } from "./store/store.js";

/** Everything that resolvers reach for. */
export interface World {
  readonly store: Store;
  readonly directory: Directory;
  readonly automations: AutomationService;
  readonly directoryAdmin: DirectoryAdmin;
  readonly integrationAdmin: IntegrationAdmin;
  readonly features: ResolvedFeatures;
  /** Whether an entity, project or collection that is asked for by name comes into being. */
  readonly autoCreate: boolean;
}

/** What every resolver is given besides its arguments. */
export interface RequestContext {
  readonly user: UserRecord;
}

/** Resolvers of one type, by field. */
export type FieldResolvers = Readonly<
  // biome-ignore lint/suspicious/noExplicitAny: parents and arguments are what the schema says, which TypeScript can't see
  Record<string, (parent: any, args: any, context: RequestContext) => unknown>
>;

export type TypeResolvers = Readonly<Record<string, FieldResolvers>>;
