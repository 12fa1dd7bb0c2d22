import { type AutomationMeaning, isSameJson, meaningAfter, meaningOf } from "../client/automation-meaning.js";
import { isAutomationsError } from "../errors/index.js";
import { scopeText } from "../model/scopes.js";
import type { TriggerRecord } from "../wire/trigger.js";
import { differencesBetween, type NamesOfIds } from "./differences.js";
import { managerOf } from "./match-automations.js";
import type { PlanConflict, PlanItem } from "./plan.js";
import { plannedCreate, plannedUpdate } from "./planned-input.js";
import type { PlannedWork } from "./planned-work.js";
import { integrationIdOf, pendingOf, type ResolvedDesired } from "./resolved-desired.js";

/** What one automation came to: nothing to do, a change, or a conflict. */
export type Outcome =
  | { readonly item: PlanItem; readonly work?: PlannedWork }
  | { readonly conflict: PlanConflict };

/** An automation that isn't there: everything about it is still open. */
const NOTHING: AutomationMeaning = Object.freeze({
  name: "",
  description: "",
  enabled: true,
  scope: {},
  event: {},
  action: {},
});

/** Decides what becomes of one automation. Pure. */
export class Planner {
  readonly #owner: string;
  readonly #adopts: boolean;
  readonly #names: NamesOfIds;

  constructor(owner: string, adopts: boolean, names: NamesOfIds) {
    this.#owner = owner;
    this.#adopts = adopts;
    this.#names = names;
  }

  /** @param there those on the server that it could be. */
  plan(want: ResolvedDesired, there: readonly TriggerRecord[]): Outcome {
    const [record, ...others] = there;
    const where = scopeText(want.compiled.scope);
    if (!record) return this.#create(want);
    if (others.length > 0) {
      const message = `Several automations in ${where} are named "${want.name}".`;
      return conflictOf(want, message, "Rename or delete all but one of them.");
    }
    const manager = managerOf(record)?.owner;
    if (manager === this.#owner || (manager === undefined && this.#adopts)) return this.#update(want, record);
    // What is as it should be is fine, whoever looks after it.
    const before = meaningOf(record);
    if (isSameJson(before, meaningAfter(plannedUpdate(want, record, undefined), before)))
      return { item: this.#item("none", want, record, []) };
    const message = `An automation named "${want.name}" is in ${where} already and differs. It isn't managed by ${this.#owner}`;
    return manager === undefined
      ? conflictOf(want, `${message}.`, "Take it over with adopt: true (--adopt), or choose another name.")
      : conflictOf(
          want,
          `${message} but by ${manager}.`,
          `Choose another name, or take "[managed by …]" out of its description first.`,
        );
  }

  /** What deleting it comes to. */
  remove(record: TriggerRecord): { readonly item: PlanItem; readonly work: PlannedWork } {
    const { id, name, scope } = record;
    const before = meaningOf(record);
    const marker = managerOf(record);
    const item: PlanItem = Object.freeze({
      action: "delete",
      key: marker?.key ?? "",
      ...{ id, name, scope: scopeText(scope), managedBy: marker?.owner },
      differences: Object.freeze(differencesBetween(before, undefined, this.#names)),
    });
    const work: PlannedWork = {
      ...{ item, scope, record, entity: scope.entity, pending: undefined },
      step: () => ({ kind: "delete", id }),
      fingerprint: JSON.stringify(["delete", id, before]),
    };
    return { item, work };
  }

  #create(want: ResolvedDesired): Outcome {
    let after: AutomationMeaning;
    try {
      after = meaningAfter(plannedCreate(want, this.#owner), NOTHING);
    } catch (error) {
      if (!isAutomationsError(error)) throw error;
      return conflictOf(want, `It isn't there and can't be created. ${error.message}`, error.hint);
    }
    const item = this.#item("create", want, undefined, differencesBetween(undefined, after, this.#names));
    const work: PlannedWork = {
      ...{
        item,
        scope: want.compiled.scope,
        entity: want.entity,
        record: undefined,
        pending: pendingOf(want),
      },
      step: (id = integrationIdOf(want)) => ({ kind: "create", input: plannedCreate(want, this.#owner, id) }),
      fingerprint: JSON.stringify(["create", ...settled(want, after)]),
    };
    return { item, work };
  }

  #update(want: ResolvedDesired, record: TriggerRecord): Outcome {
    const before = meaningOf(record);
    const after = meaningAfter(plannedUpdate(want, record, this.#owner), before);
    if (isSameJson(before, after)) return { item: this.#item("none", want, record, []) };
    const item = this.#item("update", want, record, differencesBetween(before, after, this.#names));
    const work: PlannedWork = {
      ...{ item, scope: want.compiled.scope, entity: want.entity, record, pending: pendingOf(want) },
      step: (id = integrationIdOf(want)) => ({
        kind: "update",
        input: plannedUpdate(want, record, this.#owner, id),
      }),
      fingerprint: JSON.stringify(["update", record.id, before, ...settled(want, after)]),
    };
    return { item, work };
  }

  #item(
    action: PlanItem["action"],
    { key, name, compiled }: ResolvedDesired,
    record: TriggerRecord | undefined,
    differences: PlanItem["differences"],
  ): PlanItem {
    const managedBy = record && managerOf(record)?.owner;
    const scope = scopeText(compiled.scope);
    return Object.freeze({ action, key, id: record?.id, name, scope, managedBy, differences });
  }
}

/** What stands in the way of an automation. */
export function conflictOf(
  { key, name, compiled }: ResolvedDesired,
  message: string,
  hint: string | undefined,
): { readonly conflict: PlanConflict } {
  return { conflict: Object.freeze({ key, name, scope: scopeText(compiled.scope), message, hint }) };
}

/** What it will be, the same whether its integration had to be made first or was there by then. */
function settled({ compiled: { integration } }: ResolvedDesired, after: AutomationMeaning): unknown[] {
  if (integration?.kind !== "webhook") return [after];
  const { integration: _, ...action } = after.action;
  return [{ ...after, action }, integration.urlEndpoint.reveal()];
}
