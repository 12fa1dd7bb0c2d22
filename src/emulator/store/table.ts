import type { Journal } from "./journal.js";
import type { BaseRecord } from "./records.js";

/** The records of a table that share a key, oldest first. Lists are the index's own: they change as it does. */
export interface TableIndex<T> {
  all(key: string): readonly T[];
  first(key: string): T | undefined;
}

interface MaintainedIndex<T> extends TableIndex<T> {
  add(record: T): void;
  remove(record: T): void;
}

/** Records by id, and in the order of their numbers. */
class RecordGroup<T extends BaseRecord> {
  readonly #byId = new Map<string, T>();
  /** Numbers mostly grow, so most records go to the end. */
  readonly #sorted: T[] = [];

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  get size(): number {
    return this.#byId.size;
  }

  put(record: T): void {
    const at = this.#placeOf(record.number);
    this.#sorted.splice(at, this.#byId.has(record.id) ? 1 : 0, record);
    this.#byId.set(record.id, record);
  }

  delete(record: T): void {
    if (this.#byId.delete(record.id)) this.#sorted.splice(this.#placeOf(record.number), 1);
  }

  sorted(): readonly T[] {
    return this.#sorted;
  }

  /** The place of the record with that number, or the one it would take. */
  #placeOf(number: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sorted[middle]!.number < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Records of one kind by id, with indexes kept up to date, every change written to the journal. */
export class Table<T extends BaseRecord> {
  readonly #kind: string;
  readonly #journal: Journal;
  readonly #records = new RecordGroup<T>();
  readonly #indexes: MaintainedIndex<T>[] = [];

  constructor(kind: string, journal: Journal) {
    this.#kind = kind;
    this.#journal = journal;
  }

  /** Adds an index; call before there are records. `keyOf` may give `undefined` to leave a record out. */
  index(keyOf: (record: T) => string | undefined): TableIndex<T> {
    const groups = new Map<string, RecordGroup<T>>();
    const index: MaintainedIndex<T> = {
      all: (key) => groups.get(key)?.sorted() ?? [],
      first: (key) => groups.get(key)?.sorted()[0],
      add(record) {
        const key = keyOf(record);
        if (key === undefined) return;
        const group = groups.get(key) ?? new RecordGroup<T>();
        groups.set(key, group);
        group.put(record);
      },
      remove(record) {
        const key = keyOf(record);
        const group = key === undefined ? undefined : groups.get(key);
        group?.delete(record);
        if (group?.size === 0) groups.delete(key!);
      },
    };
    this.#indexes.push(index);
    return index;
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** All records, oldest first. The list is the table's own: it changes as the table does. */
  all(): readonly T[] {
    return this.#records.sorted();
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
    this.#records.delete(record);
    for (const index of this.#indexes) index.remove(record);
    this.#journal.write({ kind: this.#kind, key: id, value: undefined });
    return true;
  }

  /** Puts back what the journal held, without writing it again. */
  restore(record: T): void {
    const previous = this.#records.get(record.id);
    if (previous) for (const index of this.#indexes) index.remove(previous);
    this.#records.put(record);
    for (const index of this.#indexes) index.add(record);
  }
}
