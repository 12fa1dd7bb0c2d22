import type { RunHistory } from "../history/run-history.js";
import { ArtifactAdmin } from "./admin/artifact-admin.js";
import { DirectoryAdmin } from "./admin/directory-admin.js";
import { type AdminParts, createAdmin, describeRun } from "./admin/emulator-admin.js";
import { IntegrationAdmin } from "./admin/integration-admin.js";
import { AutomationService } from "./automations/automation-service.js";
import type { EmitEvent } from "./emulator-event.js";
import type { ResolvedFeatures } from "./features.js";
import { createAddressGuard } from "./firing/address-guard.js";
import { DeliveryQueue } from "./firing/delivery-queue.js";
import { createEngine } from "./graphql/engine.js";
import { createResolvers } from "./graphql/resolvers.js";
import type { EmulatorOptions } from "./options.js";
import { createPage } from "./page/page.js";
import { type ReplayOptions, replayRun } from "./runs/replay-run.js";
import { runInfo } from "./runs/run-info.js";
import { RunService } from "./runs/run-service.js";
import { createCredentials } from "./server/credentials.js";
import { FaultQueue } from "./server/faults.js";
import { createRequestHandler } from "./server/request-handler.js";
import { Directory } from "./store/directory.js";
import { ExecutionArchive } from "./store/execution-archive.js";
import { currentOwner } from "./store/owner.js";
import type { Store } from "./store/store.js";
import { Watcher } from "./watch/watcher.js";

/** Used for `emulator.apiKey` where the emulator lets any well-formed key in. */
const ANY_KEY = "0123456789abcdef0123456789abcdef01234567";

/** Puts an emulator's parts together over its store. */
export function assemble(store: Store, features: ResolvedFeatures, options: EmulatorOptions) {
  const now = options.now ?? (() => new Date());
  const guard = createAddressGuard(options.allowDeliveryTo);
  const owner = () => currentOwner(store);
  const directory = new Directory(store);
  const archive = new ExecutionArchive(store, options.keep);
  const queue = new DeliveryQueue(store, archive, {
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
    archive,
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
  return { parts, admin, replay, archive, queue, page, faults, handle, apiKey: options.apiKey ?? ANY_KEY };
}

/** A fault of the emulator itself: its client sees only that there was one. */
function reportFault(error: Error): void {
  console.error("wandb-automations emulator: internal error", error);
}
