/** Starts an emulator with the demo's world for the Python driver and prints where it listens. */
import { createEmulator } from "../../src/emulator.js";

const emulator = await createEmulator({ demo: true });
const { url } = await emulator.listen({ port: Number(process.argv[2] ?? 0) });
console.log(JSON.stringify({ url, apiKey: emulator.apiKey }));
