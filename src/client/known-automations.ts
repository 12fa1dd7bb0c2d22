import type { TriggerRecord } from "../wire/trigger.js";

/**
 * What an Api has seen of the automations on its server: those it saved, and those it read on the way. Knowing which
 * names a scope has saves looking again before each further save into it. The server has the last word: what was
 * remembered wrongly it refuses, and then it is looked up after all.
 */
export class KnownAutomations {
  readonly #records = new Map<string, TriggerRecord>();
  /** Ids of the scopes of which every automation was read. */
  readonly #complete = new Set<string>();

  /** Remembers an automation as the server returned it. */
  keep(record: TriggerRecord): void {
    this.#records.set(record.id, record);
  }

  /** Remembers what was read of a scope: everything there is. */
  keepAll(scopeId: string, records: readonly TriggerRecord[]): void {
    for (const { id, scope } of this.#records.values()) if (scope.id === scopeId) this.#records.delete(id);
    for (const record of records) this.keep(record);
    this.#complete.add(scopeId);
  }

  /** The automation is gone, or isn't what it was. */
  forget(id: string): void {
    this.#records.delete(id);
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
    const found = [...this.#records.values()].filter(
      (record) => record.scope.id === scopeId && record.name === name,
    );
    const [only, second] = found;
    if (second || (only && only.actionConfig === undefined)) return undefined;
    return only ?? (this.#complete.has(scopeId) ? null : undefined);
  }
}
