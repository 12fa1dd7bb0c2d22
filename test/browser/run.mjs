import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { createEmulator } from "wandb-automations/emulator";

const emulator = await createEmulator({ demo: true });
const { outputFiles } = await build({
  entryPoints: [fileURLToPath(new URL("page.mjs", import.meta.url))],
  bundle: true,
  format: "esm",
  platform: "browser",
  write: false,
});
const page = `<!doctype html><body data-api-key="${emulator.apiKey}"><script type="module" src="/page.js"></script>`;

/** Serves the page, its program, and the emulator behind the same origin. */
const server = createServer(async (request, response) => {
  if (request.method === "GET" && request.url === "/") {
    response.setHeader("content-type", "text/html").end(page);
  } else if (request.url === "/page.js") {
    response.setHeader("content-type", "text/javascript").end(outputFiles[0].text);
  } else {
    const chunks = await request.toArray();
    const { host: _, connection: __, ...headers } = request.headers;
    const body = chunks.length > 0 ? Buffer.concat(chunks) : null;
    const answer = await emulator.fetch(new URL(request.url, emulator.url), {
      method: request.method,
      headers,
      body,
    });
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

const flags = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--virtual-time-budget=20000",
  "--dump-dom",
];
const { stdout } = await promisify(execFile)(
  "chromium",
  [...flags, `http://127.0.0.1:${server.address().port}/`],
  {
    timeout: 60_000,
  },
);
server.close();
await emulator.close();
const [, text] = /<body[^>]*>([\s\S]*?)<\/body>/.exec(stdout) ?? [];
assert.deepEqual(
  JSON.parse(text ?? "{}"),
  { names: ["from-a-browser"], refused: true, eventType: "RUN_METRIC" },
  `the page says: ${text}`,
);
console.log("the root entry saves and lists from a headless Chromium");
