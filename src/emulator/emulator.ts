import type { HistoryRow, RunHistory } from "../history/run-history.js";
import { readWandbFile } from "../history/wandb/read-wandb-file.js";
import type { EmulatorAdmin, MadeRun } from "./admin/emulator-admin.js";
import { applySeed } from "./apply-seed.js";
import { assemble } from "./assemble.js";
import { checkEmulatorOptions } from "./check-options.js";
import { DEMO_SEED } from "./demo-seed.js";
import { type EmulatorExecution, type ExecutionFilter, listExecutions } from "./executions.js";
import { resolveFeatures } from "./features.js";
import type { EmulatorOptions } from "./options.js";
import type { ReplayOptions } from "./runs/replay-run.js";
import { parseSeedDocument, type SeedDocument } from "./seed-document.js";
import type { Faults } from "./server/faults.js";
import { fromFetch } from "./server/incoming-request.js";
import { hasNoBody } from "./server/json-reply.js";
import { type ListeningServer, type ListenOptions, listen } from "./server/node-server.js";
import { closedError } from "./store/closed-error.js";
import { memoryJournal } from "./store/journal.js";
import { ensureOwner } from "./store/owner.js";
import { openSqliteJournal } from "./store/sqlite-journal.js";
import { Store } from "./store/store.js";

/** A base URL that never leads anywhere by itself, for clients that are given `emulator.fetch`. */
const IN_PROCESS_URL = "http://wandb-emulator.invalid";

/** A W&B server for one machine. */
export interface Emulator extends AsyncDisposable {
  /** Base URL to give a client: where it listens, else one that only `emulator.fetch` understands. */
  readonly url: string;
  /** A key that is let in. */
  readonly apiKey: string;
  /** Answers a request in process; give it to a client as its `fetch`. */
  fetch(input: Request | URL | string, init?: RequestInit): Promise<Response>;
  /** Opens a door on the network: loopback and a free port, unless said otherwise. */
  listen(options?: ListenOptions): Promise<{ readonly url: string }>;
  readonly admin: EmulatorAdmin;
  /** Makes requests go wrong on purpose. */
  readonly faults: Faults;
  /** Makes what a seed describes. What exists already is left as it is. */
  seed(seed: SeedDocument): Promise<void>;
  /**
   * Logs one row of a run (its path `entity/project/id`, or what `createRun` gave) and fires what it makes fire.
   * `_step` is the next one and `_timestamp` (seconds) is now, unless given. A step lower than the last is refused.
   */
  log(run: string | { readonly path: string }, row: HistoryRow): Promise<void>;
  /** Logs a row of system metrics: `_timestamp` and values, without a step. */
  logSystem(run: string | { readonly path: string }, row: HistoryRow): Promise<void>;
  /**
   * Logs a recorded run as if it ran now: a `.wandb` file by its path, or a history read from anywhere. Resolves once
   * all of it is logged; deliveries may still be under way then (see `settled`).
   */
  replay(source: string | RunHistory, options?: ReplayOptions): Promise<MadeRun>;
  /** What automations did, in order. */
  executions(filter?: ExecutionFilter): readonly EmulatorExecution[];
  /** The executions that send something over the network. */
  deliveries(filter?: ExecutionFilter): readonly EmulatorExecution[];
  /** Resolves once no delivery is under way or waiting for another attempt. */
  settled(): Promise<void>;
  /** Closes its doors and its data file. Deliveries that aren't done stay PENDING in the data file. */
  close(): Promise<void>;
}

/**
 * Starts an emulated W&B server in this process. It has no door on the network until `listen` is called.
 *
 * @throws ValidationError where an option can't be.
 * @throws MissingDependencyError where `data` is given and `@libsql/client` isn't installed.
 *
 * @example
 * ```ts
 * import { createEmulator } from "wandb-automations/emulator";
 *
 * await using emulator = await createEmulator({ demo: true });
 * const { url } = await emulator.listen();
 * console.log(`WANDB_BASE_URL=${url} WANDB_API_KEY=${emulator.apiKey}`);
 * ```
 */
export async function createEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  checkEmulatorOptions(options);
  const features = resolveFeatures(options.features);
  const seed = options.seed === undefined ? undefined : parseSeedDocument(options.seed);
  const journal = options.data === undefined ? memoryJournal() : await openSqliteJournal(options.data);
  const store = new Store(journal, options.now ?? (() => new Date()));
  const { parts, admin, replay, archive, queue, page, faults, handle, apiKey } = assemble(
    store,
    features,
    options,
  );
  try {
    await store.load();
    archive.restore();
    ensureOwner(store);
    if (options.demo) applySeed(parts, DEMO_SEED);
    if (seed) applySeed(parts, seed);
    await store.flush();
  } catch (error) {
    await store.close();
    throw error;
  }
  queue.resume();

  const { directory, runs } = parts;
  const servers: ListeningServer[] = [];
  let closing: Promise<void> | undefined;
  /** What every call that needs the emulator begins with. */
  const use = () => {
    if (closing) throw closedError();
    return runs;
  };
  const runOf = (call: string, run: string | { readonly path: string }) =>
    use().find(call, typeof run === "string" ? run : run.path);
  const close = async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
    await page.close();
    await queue.close();
    await store.close();
  };

  const emulator: Emulator = {
    apiKey,
    get url() {
      return servers[0]?.url ?? IN_PROCESS_URL;
    },
    async fetch(input, init) {
      use();
      const { status, headers, body } = await handle(fromFetch(new Request(input, init)));
      return new Response(hasNoBody(status) ? null : body, { status, headers });
    },
    async listen(listenOptions = {}) {
      use();
      const server = await listen(handle, listenOptions);
      servers.push(server);
      return { url: server.url };
    },
    admin,
    faults,
    async seed(document) {
      use();
      applySeed(parts, parseSeedDocument(document));
      await store.flush();
    },
    async log(run, row) {
      runs.logNow(runOf("log", run), row);
      await store.flush();
    },
    async logSystem(run, row) {
      runs.logSystem(runOf("logSystem", run), row);
      await store.flush();
    },
    async replay(source, replayOptions) {
      use();
      return replay(typeof source === "string" ? await readWandbFile(source) : source, replayOptions);
    },
    executions: (filter) => listExecutions(store, directory, filter),
    deliveries: (filter) =>
      listExecutions(store, directory, filter).filter(({ request }) => (request?.url ?? null) !== null),
    settled: () => queue.settled(),
    close() {
      closing ??= close();
      return closing;
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  return emulator;
}
