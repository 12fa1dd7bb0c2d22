// Runs documentation.ts, unchanged, against an emulator that holds what it names.
import { createEmulator } from "wandb-automations/emulator";

await using emulator = await createEmulator();
const { admin } = emulator;
await admin.createTeam({ name: "entity" });
await admin.createProject("entity/project");
await admin.createCollection("entity/project/artifact-collection", { type: "model" });
await admin.createSlackIntegration({ entity: "entity", teamName: "Acme", channelName: "#ml" });

const { url } = await emulator.listen();
process.env.WANDB_BASE_URL = url;
process.env.WANDB_API_KEY = emulator.apiKey;
await import("./documentation.js");
