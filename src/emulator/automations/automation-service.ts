import type { ActionConfig, CreateFilterTriggerInput } from "../../wire/inputs.js";
import { ApiError, badRequest, notFound, permissionDenied } from "../graphql/api-error.js";
import type { Directory, ResolvedScope } from "../store/directory.js";
import type { AutomationRecord, UserRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { checkAction, completeActionConfig } from "./check-action.js";
import { checkEventFilter, isRunEvent } from "./check-event-filter.js";

const MAX_NAME = 255;

/** The input of `updateFilterTrigger`: what is left out, or null, stays as it is. */
export type AutomationChanges = { readonly id: string } & {
  readonly [K in keyof CreateFilterTriggerInput]?: CreateFilterTriggerInput[K] | null;
};

type Definition = Pick<
  AutomationRecord,
  "name" | "enabled" | "scopeType" | "scopeId" | "eventType" | "eventFilter" | "actionType" | "actionConfig"
>;

/** Creates, changes and deletes automations, refusing what a W&B server would refuse. */
export class AutomationService {
  readonly #store: Store;
  readonly #directory: Directory;
  readonly #onChange: (automationId: string) => void;

  /** `onChange` is told of every automation created, changed or deleted. */
  constructor(store: Store, directory: Directory, onChange: (automationId: string) => void) {
    this.#store = store;
    this.#directory = directory;
    this.#onChange = onChange;
  }

  create(user: UserRecord, input: CreateFilterTriggerInput): AutomationRecord {
    const definition = {
      name: input.name,
      enabled: input.enabled,
      scopeType: input.scopeType,
      scopeId: input.scopeID,
      eventType: input.triggeringEventType,
      eventFilter: input.eventFilter,
      actionType: input.triggeredActionType,
      actionConfig: completeActionConfig(input.triggeredActionType, input.triggeredActionConfig),
    };
    const scope = this.#check(user, definition);
    return this.#save({
      ...this.#store.newRecord("Trigger"),
      ...definition,
      ...ownersOf(scope),
      description: input.description ?? null,
      updatedAt: null,
      userId: user.id,
    });
  }

  update(user: UserRecord, input: AutomationChanges): AutomationRecord {
    const current = this.#owned(user, input.id);
    const actionType = input.triggeredActionType ?? current.actionType;
    const actionConfig: ActionConfig = input.triggeredActionConfig ?? current.actionConfig;
    const definition = {
      name: input.name ?? current.name,
      enabled: input.enabled ?? current.enabled,
      scopeType: input.scopeType ?? current.scopeType,
      scopeId: input.scopeID ?? current.scopeId,
      eventType: input.triggeringEventType ?? current.eventType,
      eventFilter: input.eventFilter ?? current.eventFilter,
      actionType,
      actionConfig: completeActionConfig(actionType, actionConfig),
    };
    const scope = this.#check(user, definition, current.id);
    return this.#save({
      ...current,
      ...definition,
      ...ownersOf(scope),
      description: input.description ?? current.description,
      updatedAt: this.#store.timestamp(),
    });
  }

  delete(user: UserRecord, id: string): boolean {
    const deleted = this.#store.automations.delete(this.#owned(user, id).id);
    this.#onChange(id);
    return deleted;
  }

  #save(record: AutomationRecord): AutomationRecord {
    this.#store.automations.put(record);
    this.#onChange(record.id);
    return record;
  }

  #owned(user: UserRecord, id: string): AutomationRecord {
    const automation = this.#store.automations.get(id);
    if (automation === undefined || !this.#directory.maySee(user, this.#directory.scopeOf(automation).entity))
      throw notFound(`trigger ${JSON.stringify(id)}`);
    return automation;
  }

  #check(user: UserRecord, definition: Definition, ownId?: string): ResolvedScope {
    const { name, scopeType, scopeId, eventType } = definition;
    if (name.trim() === "") throw badRequest("invalid name: it must not be empty");
    if ([...name].length > MAX_NAME)
      throw badRequest(`invalid name: ${[...name].length} characters, at most ${MAX_NAME} are allowed`);
    const scope = this.#directory.scope(scopeType, scopeId);
    if (scope === undefined) throw notFound(`${scopeType} scope ${JSON.stringify(scopeId)}`);
    if (!this.#directory.maySee(user, scope.entity))
      throw permissionDenied(`${user.username} may not change automations of ${scope.entity.name}`);
    if (scopeType === "ENTITY" && scope.entity.kind === "user")
      throw badRequest("automations can't be scoped to a personal entity: give a team or an organization");
    checkPair(eventType, scopeType);
    checkEventFilter(eventType, definition.eventFilter);
    checkAction(this.#store, scope, definition.actionType, definition.actionConfig);
    const holder = this.#store.automationsByName.first(compositeKey(scopeId, name));
    if (holder !== undefined && holder.id !== ownId)
      throw new ApiError(409, `trigger with name ${JSON.stringify(name)} already exists in this scope`);
    return scope;
  }
}

function ownersOf(scope: ResolvedScope): Pick<AutomationRecord, "entityId" | "projectId"> {
  return { entityId: scope.entity.id, projectId: scope.project?.id ?? null };
}

function checkPair(eventType: string, scopeType: string): void {
  if (eventType === "CREATE_ARTIFACT" && scopeType !== "ARTIFACT_COLLECTION")
    throw badRequest(`event ${eventType} is not allowed in scope ${scopeType}: only in ARTIFACT_COLLECTION`);
  if (isRunEvent(eventType) && scopeType === "ARTIFACT_COLLECTION")
    throw badRequest(`event ${eventType} is not allowed in scope ${scopeType}: only in PROJECT or ENTITY`);
}
