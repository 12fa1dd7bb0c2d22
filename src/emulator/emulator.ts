import type { HistoryRow, RunHistory } from "../history/run-history.js";
import { readWandbFile } from "../history/wandb/read-wandb-file.js";
import { ArtifactAdmin } from "./admin/artifact-admin.js";
import { DirectoryAdmin } from "./admin/directory-admin.js";
import {
  type AdminParts,
  createAdmin,
  describeRun,
  type EmulatorAdmin,
  type MadeRun,
} from "./admin/emulator-admin.js";
import { IntegrationAdmin } from "./admin/integration-admin.js";
import { applySeed } from "./apply-seed.js";
import { AutomationService } from "./automations/automation-service.js";
import { DEMO_SEED } from "./demo-seed.js";
import type { EmitEvent } from "./emulator-event.js";
import { type EmulatorExecution, type ExecutionFilter, listExecutions } from "./executions.js";
import { resolveFeatures } from "./features.js";
import { createAddressGuard } from "./firing/address-guard.js";
import { DeliveryQueue } from "./firing/delivery-queue.js";
import { createEngine } from "./graphql/engine.js";
import { createResolvers } from "./graphql/resolvers.js";
import type { EmulatorOptions } from "./options.js";
import { createPage } from "./page/page.js";
import { type ReplayOptions, replayRun } from "./runs/replay-run.js";
import { runInfo } from "./runs/run-info.js";
import { RunService } from "./runs/run-service.js";
import { parseSeedDocument, type SeedDocument } from "./seed-document.js";
import { createCredentials } from "./server/credentials.js";
import { FaultQueue, type Faults } from "./server/faults.js";
import { type ListeningServer, type ListenOptions, listen } from "./server/node-server.js";
import { createRequestHandler } from "./server/request-handler.js";
import { Directory } from "./store/directory.js";
import { memoryJournal } from "./store/journal.js";
import { currentOwner, ensureOwner } from "./store/owner.js";
import { openSqliteJournal } from "./store/sqlite-journal.js";
import { Store } from "./store/store.js";
import { Watcher } from "./watch/watcher.js";

/** Used for `emulator.apiKey` where the emulator lets any well-formed key in. */
const ANY_KEY = "0123456789abcdef0123456789abcdef01234567";
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
  const features = resolveFeatures(options.features);
  const seed = options.seed === undefined ? undefined : parseSeedDocument(options.seed);
  const now = options.now ?? (() => new Date());
  const guard = createAddressGuard(options.allowDeliveryTo);
  const journal = options.data === undefined ? memoryJournal() : await openSqliteJournal(options.data);
  const store = new Store(journal, now);
  await store.load();
  ensureOwner(store);

  const owner = () => currentOwner(store);
  const directory = new Directory(store);
  const queue = new DeliveryQueue(store, {
    ...options.delivery,
    guard,
    signatureEncoding: options.signatureEncoding ?? "base64",
    now,
    onFault: reportFault,
  });
  const watcher = new Watcher({
    store,
    directory,
    now,
    runInfo: (run) => runInfo(store, directory, run),
    onExecution: (execution) => queue.add(execution),
  });
  const emit: EmitEvent = (event) => watcher.happened(event);
  const parts: AdminParts = {
    store,
    directory,
    directoryAdmin: new DirectoryAdmin(store),
    artifactAdmin: new ArtifactAdmin(store, emit),
    integrationAdmin: new IntegrationAdmin(store),
    runs: new RunService(store, emit, owner),
  };
  const world = {
    ...parts,
    automations: new AutomationService(store, directory, (id) => watcher.changed(id)),
    features,
    autoCreate: options.autoCreate ?? false,
  };
  if (options.demo) applySeed(parts, DEMO_SEED);
  if (seed) applySeed(parts, seed);
  await store.flush();
  queue.resume();

  const admin = createAdmin(parts);
  const replay = async (history: RunHistory, replayOptions?: ReplayOptions) =>
    describeRun(store, directory, await replayRun(parts, history, replayOptions));
  const faults = new FaultQueue();
  const credentials = createCredentials(store, owner, options.apiKey);
  const openKey = options.apiKey === undefined ? ANY_KEY : undefined;
  const page = createPage({ store, directory, credentials, replay, openKey });
  const handle = createRequestHandler({
    engine: createEngine(features, createResolvers({ world, admin, runs: parts.runs, replay }), reportFault),
    store,
    credentials,
    faults,
    otherRoute: page.route,
    onFault: reportFault,
  });
  const servers: ListeningServer[] = [];
  const runOf = (call: string, run: string | { readonly path: string }) =>
    parts.runs.find(call, typeof run === "string" ? run : run.path);

  const emulator: Emulator = {
    apiKey: options.apiKey ?? ANY_KEY,
    get url() {
      return servers[0]?.url ?? IN_PROCESS_URL;
    },
    fetch: async (input, init) => handle(new Request(input, init)),
    async listen(listenOptions = {}) {
      const server = await listen(handle, listenOptions);
      servers.push(server);
      return { url: server.url };
    },
    admin,
    faults,
    async seed(document) {
      applySeed(parts, parseSeedDocument(document));
      await store.flush();
    },
    async log(run, row) {
      parts.runs.logNow(runOf("log", run), row);
      await store.flush();
    },
    async logSystem(run, row) {
      parts.runs.logSystem(runOf("logSystem", run), row);
      await store.flush();
    },
    replay: async (source, replayOptions) =>
      replay(typeof source === "string" ? await readWandbFile(source) : source, replayOptions),
    executions: (filter) => listExecutions(store, directory, filter),
    deliveries: (filter) =>
      listExecutions(store, directory, filter).filter(({ request }) => (request?.url ?? null) !== null),
    settled: () => queue.settled(),
    async close() {
      await Promise.all(servers.splice(0).map((server) => server.close()));
      await page.close();
      await queue.close();
      await store.close();
    },
    [Symbol.asyncDispose]: () => emulator.close(),
  };
  return emulator;
}

/** A fault of the emulator itself: its client sees only that there was one. */
function reportFault(error: Error): void {
  console.error("wandb-automations emulator: internal error", error);
}
