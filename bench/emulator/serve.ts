/** The emulator under load. The argument, if any, is its data file. Prints its address, and its memory when asked. */
import { createEmulator } from "../../src/emulator.js";

const data = process.argv[2];
const emulator = await createEmulator({ demo: true, ...(data ? { data } : {}) });
const { url } = await emulator.listen();
console.log(JSON.stringify({ url, apiKey: emulator.apiKey }));
process.stdin.on("data", () => {
  console.log(JSON.stringify({ rss: process.memoryUsage().rss, fired: emulator.executions().length }));
});
