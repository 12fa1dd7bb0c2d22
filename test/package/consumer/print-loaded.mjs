// Prints what `import "wandb-automations"` loads: a line for each module, with who asked for it.
import { register } from "node:module";
import { MessageChannel } from "node:worker_threads";

const hooks = `
  let port;
  export function initialize(data) { port = data.port; }
  export async function resolve(specifier, context, next) {
    const resolved = await next(specifier, context);
    port.postMessage({ url: resolved.url, parent: context.parentURL });
    return resolved;
  }`;
const { port1, port2 } = new MessageChannel();
register(`data:text/javascript,${encodeURIComponent(hooks)}`, {
  data: { port: port2 },
  transferList: [port2],
});

const loaded = [];
port1.on("message", (message) => loaded.push(message));
await import("wandb-automations");
await new Promise((resolve) => setImmediate(resolve));
port1.close();
console.log(JSON.stringify(loaded));
