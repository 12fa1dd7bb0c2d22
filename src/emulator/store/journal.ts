/** A change to be kept: a record as it is now, or `undefined` for one that is gone. */
export interface JournalEntry {
  readonly kind: string;
  readonly key: string;
  readonly value: unknown;
}

/** Where changes are kept beyond the process. Written in order; `flush` resolves once all of them are safe. */
export interface Journal {
  /** Everything kept so far, read once at start. */
  load(): AsyncIterable<JournalEntry>;
  write(entry: JournalEntry): void;
  /** `urgent` waits for no other changes to be written with. */
  flush(urgent?: boolean): Promise<void>;
  close(): Promise<void>;
}

/** The default: nothing is kept once the emulator is closed. */
export function memoryJournal(): Journal {
  return {
    async *load() {},
    write() {},
    async flush() {},
    async close() {},
  };
}
