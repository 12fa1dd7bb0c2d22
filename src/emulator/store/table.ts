import type { Journal } from "./journal.js";
import type { BaseRecord } from "./records.js";

/** The records of a table that share a key, in the order of their creation. */
export interface TableIndex<T> {
  all(key: string): T[];
  first(key: string): T | undefined;
}

interface MaintainedIndex<T> extends TableIndex<T> {
  add(record: T): void;
  remove(record: T): void;
}

/** Records of one kind by id, with indexes kept up to date, every change written to the journal. */
export class Table<T extends BaseRecord> {
  readonly #kind: string;
  readonly #journal: Journal;
  readonly #records = new Map<string, T>();
  readonly #indexes: MaintainedIndex<T>[] = [];

  constructor(kind: string, journal: Journal) {
    this.#kind = kind;
    this.#journal = journal;
  }

  /** Adds an index; call before there are records. `keyOf` may give `undefined` to leave a record out. */
  index(keyOf: (record: T) => string | undefined): TableIndex<T> {
    const groups = new Map<string, Map<string, T>>();
    const index: MaintainedIndex<T> = {
      all: (key) => [...(groups.get(key)?.values() ?? [])].sort((a, b) => a.number - b.number),
      first: (key) => groups.get(key)?.values().next().value,
      add(record) {
        const key = keyOf(record);
        if (key === undefined) return;
        const group = groups.get(key) ?? new Map<string, T>();
        groups.set(key, group.set(record.id, record));
      },
      remove(record) {
        const key = keyOf(record);
        if (key === undefined) return;
        const group = groups.get(key);
        group?.delete(record.id);
        if (group?.size === 0) groups.delete(key);
      },
    };
    this.#indexes.push(index);
    return index;
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** All records, oldest first. */
  all(): T[] {
    return [...this.#records.values()].sort((a, b) => a.number - b.number);
  }

  get size(): number {
    return this.#records.size;
  }

  put(record: T): T {
    this.restore(record);
    this.#journal.write({ kind: this.#kind, key: record.id, value: record });
    return record;
  }

  delete(id: string): boolean {
    const record = this.#records.get(id);
    if (record === undefined) return false;
    this.#records.delete(id);
    for (const index of this.#indexes) index.remove(record);
    this.#journal.write({ kind: this.#kind, key: id, value: undefined });
    return true;
  }

  /** Puts back what the journal held, without writing it again. */
  restore(record: T): void {
    const previous = this.#records.get(record.id);
    if (previous) for (const index of this.#indexes) index.remove(previous);
    this.#records.set(record.id, record);
    for (const index of this.#indexes) index.add(record);
  }
}
