import type { DuckDBConnection, DuckDBInstance, DuckDBType } from "@duckdb/node-api";
import { HistoryError, ValidationError } from "../../errors/index.js";
import { loadOptional } from "../../history/load-optional.js";
import type { BacktestOptions, BacktestProgress } from "../backtest-options.js";
import { RUN_HINT, tellsNoRun } from "../source/run-column.js";
import { noRoom } from "./no-room.js";

const POLL_MS = 200;

/** A row as DuckDB gives it: 64-bit integers are BigInt. */
export type Row = Readonly<Record<string, unknown>>;

/** A DuckDB of one's own, with cancellation, progress and errors that say what is wrong with the source. */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #options: BacktestOptions;
  readonly #interrupt: () => void;
  #phase: BacktestProgress["phase"] = "inspect";

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, options: BacktestOptions) {
    this.#instance = instance;
    this.#connection = connection;
    this.#options = options;
    this.#interrupt = () => connection.interrupt();
    options.signal?.addEventListener("abort", this.#interrupt);
  }

  /**
   * @throws MissingDependencyError if `@duckdb/node-api` isn't installed; ValidationError when DuckDB refuses a
   *   setting; HistoryError when the database file can't be opened.
   */
  static async open(options: BacktestOptions): Promise<Database> {
    options.signal?.throwIfAborted();
    const { DuckDBInstance } = await loadOptional(
      "@duckdb/node-api",
      "A backtest",
      () => import("@duckdb/node-api"),
    );
    const { memoryLimit, threads, tempDirectory, database } = options;
    const settings = {
      ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
      ...(threads === undefined ? {} : { threads: String(threads) }),
      ...(tempDirectory === undefined ? {} : { temp_directory: tempDirectory }),
      ...(database === undefined ? {} : { access_mode: "READ_ONLY" }),
      // Nothing is fetched from anywhere: what the engine lacks is an error.
      autoinstall_known_extensions: "false",
    };
    try {
      const instance = await DuckDBInstance.create(database ?? ":memory:", settings);
      const opened = new Database(instance, await instance.connect(), options);
      await opened.run("SET enable_progress_bar = true");
      await opened.run("SET enable_progress_bar_print = false");
      return opened;
    } catch (error) {
      const { message } = error as Error;
      if (database !== undefined && /IO Error|not exist|Cannot open/i.test(message)) {
        throw new HistoryError(firstLine(message), { file: database, cause: error });
      }
      const issue = { code: "invalid_option", path: [], message: firstLine(message) };
      throw new ValidationError("The options of the backtest", [issue]);
    }
  }

  /** What the next queries are for, told with progress. */
  phase(phase: BacktestProgress["phase"]): void {
    this.#phase = phase;
    this.#options.onProgress?.({ phase });
  }

  async run(sql: string): Promise<void> {
    await this.#during(() => this.#connection.run(sql));
  }

  async all(sql: string): Promise<Row[]> {
    const reader = await this.#during(() => this.#connection.runAndReadAll(sql));
    return reader.getRowObjectsJS();
  }

  /** The names and types of a query's columns. */
  async columns(sql: string): Promise<{ name: string; type: DuckDBType }[]> {
    const result = await this.#during(() => this.#connection.run(`SELECT * FROM (${sql}) LIMIT 0`));
    const types = result.columnTypes();
    return result.columnNames().map((name, i) => ({ name, type: types[i]! }));
  }

  /** Rows in chunks, as they are taken. */
  async *chunks(sql: string): AsyncGenerator<Row[]> {
    const result = await this.#during(() => this.#connection.stream(sql));
    const chunks = result.yieldRowObjectJs();
    for (;;) {
      const next = await this.#during(() => chunks.next());
      if (next.done) return;
      yield next.value;
    }
  }

  close(): void {
    this.#options.signal?.removeEventListener("abort", this.#interrupt);
    this.#connection.closeSync();
    this.#instance.closeSync();
  }

  async #during<T>(work: () => Promise<T>): Promise<T> {
    const { signal, onProgress } = this.#options;
    signal?.throwIfAborted();
    const timer = onProgress && setInterval(() => this.#tell(onProgress), POLL_MS);
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      const message = firstLine((error as Error).message);
      const full = noRoom(message, this.#options);
      const hint = tellsNoRun(message) ? { hint: RUN_HINT } : {};
      throw new HistoryError(full?.message ?? message, { cause: error, ...hint, ...full });
    } finally {
      clearInterval(timer);
    }
  }

  #tell(onProgress: (progress: BacktestProgress) => void): void {
    const { percentage } = this.#connection.progress;
    const known = percentage >= 0 ? { fraction: Math.min(1, percentage / 100) } : {};
    onProgress({ phase: this.#phase, ...known });
  }
}

/** DuckDB's message without the excerpt of the query. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0]!.trim();
}
