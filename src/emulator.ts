export type { CreateVersionOptions, LinkVersionOptions } from "./emulator/admin/artifact-admin.js";
export type {
  CreateCollectionOptions,
  CreateOrganizationOptions,
  CreateRegistryOptions,
  CreateTeamOptions,
  CreateUserOptions,
} from "./emulator/admin/directory-admin.js";
export type { EmulatorAdmin, Made, MadeAt, MadeRun, MadeVersion } from "./emulator/admin/emulator-admin.js";
export type {
  CreateSlackIntegrationOptions,
  CreateWebhookIntegrationOptions,
  PutSecretOptions,
} from "./emulator/admin/integration-admin.js";
export { DEMO_SEED } from "./emulator/demo-seed.js";
export { createEmulator, type Emulator } from "./emulator/emulator.js";
export type { EmulatorExecution, ExecutionFilter } from "./emulator/executions.js";
export type { EmulatorFeature, EmulatorFeatures } from "./emulator/features.js";
export type { DeliveryOptions, EmulatorOptions, KeepOptions } from "./emulator/options.js";
export { readSeedFile } from "./emulator/read-seed-file.js";
export type { ReplayOptions } from "./emulator/runs/replay-run.js";
export type { CreateRunOptions } from "./emulator/runs/run-service.js";
export { parseSeedDocument, type SeedDocument } from "./emulator/seed-document.js";
export type { Fault, Faults } from "./emulator/server/faults.js";
export type { ListenOptions } from "./emulator/server/node-server.js";
export { type StartEmulatorOptions, startEmulator } from "./emulator/start-emulator.js";
export type { DeliveryRequest, DeliveryResponse } from "./emulator/store/records.js";
