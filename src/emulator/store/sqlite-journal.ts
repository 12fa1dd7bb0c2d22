import { chmodSync, existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Client } from "@libsql/client";
import { AutomationsError, MissingDependencyError } from "../../errors/index.js";
import { parseJsonValue } from "../../history/json-value.js";
import { toJsonText } from "../runs/history-json.js";
import { lockFile } from "./file-lock.js";
import type { Journal, JournalEntry } from "./journal.js";

/** Goes up when what is written can't be read by an older version any more. */
const FORMAT = 1;
const PAGE = 5000;
/** Milliseconds between two transactions at most. */
const MAX_PAUSE_MS = 50;
/** Changes of one transaction at most, so that none holds up the process for long. */
const MAX_BATCH = 20_000;

const UPSERT = `INSERT INTO record (kind, key, value)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
  ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value`;
const DELETE = `DELETE FROM record WHERE (kind, key) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))`;

/**
 * Keeps everything in a SQLite file: write-ahead log, synchronous FULL, so that what was flushed survives a crash of
 * the process and of the machine. Changes made while one transaction is written go into the next together. The
 * file is held for this process alone.
 *
 * @throws AutomationsError with code `CONFIG_INVALID` where the file can't be used.
 * @throws MissingDependencyError where `@libsql/client` isn't installed.
 */
export async function openSqliteJournal(file: string): Promise<Journal> {
  const { createClient } = await loadClient();
  const isNew = !existsSync(file);
  const unlock = await lockFile(file);
  if (unlock === undefined)
    throw unusable(
      file,
      "is in use by another emulator",
      "Stop the other emulator, or give this one a file of its own.",
    );
  let client: Client | undefined;
  try {
    client = createClient({
      url: pathToFileURL(resolve(file)).href,
      concurrency: 1,
      intMode: "number",
    });
    await prepare(client);
    // It holds webhook tokens.
    if (isNew) chmodSync(file, 0o600);
    return new SqliteJournal(client, unlock);
  } catch (error) {
    client?.close();
    await unlock();
    throw unusable(
      file,
      `can't be used: ${(error as Error).message}`,
      "Give a file that an emulator made, or one that doesn't exist yet in a folder that does.",
    );
  }
}

async function loadClient(): Promise<typeof import("@libsql/client")> {
  try {
    return await import("@libsql/client");
  } catch (cause) {
    throw new MissingDependencyError("@libsql/client", "Keeping the emulator's data in a file", { cause });
  }
}

async function prepare(client: Client): Promise<void> {
  await client.execute("PRAGMA busy_timeout = 2000");
  await client.execute("PRAGMA journal_mode = WAL");
  await client.execute("PRAGMA synchronous = FULL");
  const found = Number((await client.execute("PRAGMA user_version")).rows[0]?.user_version ?? 0);
  if (found > FORMAT) throw new Error(`it was written by a newer version (format ${found})`);
  await client.batch(
    [
      "CREATE TABLE IF NOT EXISTS record (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, key))",
      `PRAGMA user_version = ${FORMAT}`,
    ],
    "write",
  );
}

function unusable(file: string, problem: string, hint: string): AutomationsError {
  return new AutomationsError("CONFIG_INVALID", `The data file ${file} ${problem}.`, { hint });
}

class SqliteJournal implements Journal {
  readonly #client: Client;
  readonly #unlock: () => Promise<void>;
  /** The latest value of each key that is to be written, in the order of the first change. */
  #pending = new Map<string, JournalEntry>();
  /** How many changes there were, and up to which of them everything is safe. */
  #changes = 0;
  #safe = 0;
  #writing: Promise<void> | undefined;
  /** Ends the wait before the next transaction. */
  #hurry = () => {};
  #failure: Error | undefined;
  /** When the last transaction was done, and how many milliseconds it took. */
  #last = { at: 0, ms: 0 };

  constructor(client: Client, unlock: () => Promise<void>) {
    this.#client = client;
    this.#unlock = unlock;
  }

  async *load(): AsyncIterable<JournalEntry> {
    for (let after = 0; ; ) {
      const { rows } = await this.#client.execute({
        sql: "SELECT rowid AS at, kind, key, value FROM record WHERE rowid > ? ORDER BY rowid LIMIT ?",
        args: [after, PAGE],
      });
      for (const row of rows)
        yield { kind: String(row.kind), key: String(row.key), value: parseJsonValue(String(row.value)) };
      if (rows.length < PAGE) return;
      after = Number(rows.at(-1)!.at);
    }
  }

  write(entry: JournalEntry): void {
    this.#changes += 1;
    this.#pending.set(`${entry.kind}\n${entry.key}`, entry);
  }

  async flush(urgent = false): Promise<void> {
    const wanted = this.#changes;
    while (this.#safe < wanted) {
      // After a failure memory is ahead of the file; nothing may be acknowledged any more.
      if (this.#failure) throw this.#failure;
      this.#writing ??= this.#writePending();
      if (urgent) this.#hurry();
      await this.#writing;
    }
  }

  async close(): Promise<void> {
    await this.flush();
    this.#client.close();
    await this.#unlock();
  }

  async #writePending(): Promise<void> {
    try {
      // Requests that are answered in the same turn share one transaction. The process stands still while one is
      // written, so on a slow disk as much time passes between two as each takes, and more requests share it.
      await new Promise<void>((done) => {
        this.#hurry = done;
        setImmediate(() => {
          const pause = Math.min(this.#last.ms, MAX_PAUSE_MS) - (performance.now() - this.#last.at);
          if (pause > 1) setTimeout(done, pause);
          else done();
        });
      });
      const begun = performance.now();
      const taken = this.#changes;
      const entries = [...this.#pending.values()];
      this.#pending = new Map();
      for (let at = 0; at < entries.length; at += MAX_BATCH)
        await this.#commit(entries.slice(at, at + MAX_BATCH));
      this.#safe = taken;
      this.#last = { at: performance.now(), ms: performance.now() - begun };
    } catch (error) {
      this.#failure = error as Error;
    } finally {
      this.#writing = undefined;
    }
  }

  async #commit(entries: readonly JournalEntry[]): Promise<void> {
    const gone = entries.filter(({ value }) => value === undefined);
    const kept = entries.filter(({ value }) => value !== undefined);
    await this.#client.batch(
      [
        { sql: UPSERT, args: [JSON.stringify(kept.map((e) => [e.kind, e.key, toJsonText(e.value)]))] },
        { sql: DELETE, args: [JSON.stringify(gone.map((e) => [e.kind, e.key]))] },
      ],
      "write",
    );
  }
}
