import type { Journal } from "./journal.js";
import type { BaseRecord } from "./records.js";

/** The records of a table that share a key, oldest first. Lists are the index's own: they change as it does. */
export interface TableIndex<T> {
  all(key: string): readonly T[];
  first(key: string): T | undefined;
}

interface MaintainedIndex<T> extends TableIndex<T> {
  add(record: T): void;
  remove(records: readonly T[]): void;
}

/** Fewer records than these are taken out one by one: going through all of a long list costs more. */
const FEW = 32;

/** Records in the order of their numbers. */
class RecordList<T extends BaseRecord> {
  /** Numbers mostly grow, so most records go to the end. */
  readonly sorted: T[] = [];

  put(record: T): void {
    const at = this.#placeOf(record.number);
    this.sorted.splice(at, this.sorted[at]?.number === record.number ? 1 : 0, record);
  }

  delete(records: ReadonlySet<T>): void {
    if (records.size > FEW) {
      const kept = this.sorted.filter((record) => !records.has(record));
      this.sorted.length = 0;
      for (const record of kept) this.sorted.push(record);
      return;
    }
    for (const { number } of records) {
      const at = this.#placeOf(number);
      if (this.sorted[at]?.number === number) this.sorted.splice(at, 1);
    }
  }

  /** The place of the record with that number, or the one it would take. */
  #placeOf(number: number): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.number < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Records of one kind by id, with indexes kept up to date, every change written to the journal. */
export class Table<T extends BaseRecord> {
  readonly #kind: string;
  readonly #journal: Journal;
  readonly #byId = new Map<string, T>();
  readonly #list = new RecordList<T>();
  readonly #indexes: MaintainedIndex<T>[] = [];

  constructor(kind: string, journal: Journal) {
    this.#kind = kind;
    this.#journal = journal;
  }

  /** Adds an index; call before there are records. `keyOf` may give `undefined` to leave a record out. */
  index(keyOf: (record: T) => string | undefined): TableIndex<T> {
    const groups = new Map<string, RecordList<T>>();
    const index: MaintainedIndex<T> = {
      all: (key) => groups.get(key)?.sorted ?? [],
      first: (key) => groups.get(key)?.sorted[0],
      add(record) {
        const key = keyOf(record);
        if (key === undefined) return;
        const group = groups.get(key) ?? new RecordList<T>();
        groups.set(key, group);
        group.put(record);
      },
      remove(records) {
        for (const [key, gone] of grouped(records, keyOf)) {
          const group = groups.get(key);
          group?.delete(gone);
          if (group?.sorted.length === 0) groups.delete(key);
        }
      },
    };
    this.#indexes.push(index);
    return index;
  }

  get(id: string): T | undefined {
    return this.#byId.get(id);
  }

  /** All records, oldest first. The list is the table's own: it changes as the table does. */
  all(): readonly T[] {
    return this.#list.sorted;
  }

  get size(): number {
    return this.#byId.size;
  }

  put(record: T): T {
    this.restore(record);
    this.#journal.write({ kind: this.#kind, key: record.id, value: record });
    return record;
  }

  delete(id: string): boolean {
    const record = this.#byId.get(id);
    if (record !== undefined) this.deleteAll([record]);
    return record !== undefined;
  }

  /** Deletes records of this table, many of them at about the cost of one. */
  deleteAll(records: readonly T[]): void {
    this.#list.delete(new Set(records));
    for (const index of this.#indexes) index.remove(records);
    for (const { id } of records) {
      this.#byId.delete(id);
      this.#journal.write({ kind: this.#kind, key: id, value: undefined });
    }
  }

  /** Puts back what the journal held, without writing it again. */
  restore(record: T): void {
    const previous = this.#byId.get(record.id);
    if (previous) for (const index of this.#indexes) index.remove([previous]);
    this.#list.put(record);
    this.#byId.set(record.id, record);
    for (const index of this.#indexes) index.add(record);
  }
}

function grouped<T>(
  records: readonly T[],
  keyOf: (record: T) => string | undefined,
): ReadonlyMap<string, ReadonlySet<T>> {
  const groups = new Map<string, Set<T>>();
  for (const record of records) {
    const key = keyOf(record);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.add(record);
    else groups.set(key, new Set([record]));
  }
  return groups;
}
