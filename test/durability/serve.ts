/** An emulator that keeps its data in the file named by the argument, for a process that is going to be killed. */
import { createEmulator } from "../../src/emulator.js";

const emulator = await createEmulator({
  data: process.argv[2]!,
  demo: true,
  delivery: { backoffMs: 20, timeoutMs: 2000 },
});
const { url } = await emulator.listen();
console.log(JSON.stringify({ url, apiKey: emulator.apiKey }));
