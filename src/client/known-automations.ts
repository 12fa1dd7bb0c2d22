import type { TriggerRecord } from "../wire/trigger.js";

/**
 * What an Api has seen of the automations on its server: those it saved, and those it read on the way. Knowing which
 * names a scope has saves looking again before each further save into it. The server has the last word: what was
 * remembered wrongly it refuses, and then it is looked up after all.
 */
export class KnownAutomations {
  readonly #records = new Map<string, TriggerRecord>();
  /** The same by scope and name; the server may have two of one name. */
  readonly #named = new Map<string, Set<TriggerRecord>>();
  /** Ids of the scopes of which every automation was read. */
  readonly #complete = new Set<string>();

  /** Remembers an automation as the server returned it. */
  keep(record: TriggerRecord): void {
    this.forget(record.id);
    this.#records.set(record.id, record);
    const place = placeOf(record.scope.id, record.name);
    const same = this.#named.get(place) ?? new Set();
    this.#named.set(place, same.add(record));
  }

  /** Remembers what was read of a scope: everything there is. */
  keepAll(scopeId: string, records: readonly TriggerRecord[]): void {
    for (const { id, scope } of this.#records.values()) if (scope.id === scopeId) this.forget(id);
    for (const record of records) this.keep(record);
    this.#complete.add(scopeId);
  }

  /** The automation is gone, or isn't what it was. */
  forget(id: string): void {
    const record = this.#records.get(id);
    if (record === undefined) return;
    this.#records.delete(id);
    const place = placeOf(record.scope.id, record.name);
    const same = this.#named.get(place);
    same?.delete(record);
    if (same?.size === 0) this.#named.delete(place);
  }

  /** Others save into the scope as well: what it has must be read again. */
  forgetScope(scopeId: string): void {
    this.#complete.delete(scopeId);
  }

  get(id: string): TriggerRecord | undefined {
    return this.#records.get(id);
  }

  /**
   * The automation of that name in a scope; null if there is none. `undefined` if that isn't known: then only the
   * server can tell.
   */
  find(scopeId: string, name: string): TriggerRecord | null | undefined {
    const [only, second] = this.#named.get(placeOf(scopeId, name)) ?? [];
    if (second || (only && only.actionConfig === undefined)) return undefined;
    return only ?? (this.#complete.has(scopeId) ? null : undefined);
  }
}

function placeOf(scopeId: string | undefined, name: string): string {
  return JSON.stringify([scopeId, name]);
}
