import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createEmulator, type Emulator } from "../../src/emulator.js";

/** An emulator behind a door that takes its time, so that there are moments to be killed in. */
export interface SlowServer {
  readonly emulator: Emulator;
  readonly url: string;
  /** Requests that changed something and have arrived so far. */
  readonly mutations: () => number;
  readonly close: () => Promise<void>;
}

const SLOWEST_MS = 40;

export async function startSlowServer(): Promise<SlowServer> {
  const emulator = await createEmulator({ demo: true });
  let mutations = 0;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const changes = /"query":"mutation/.test(body);
    if (changes) {
      mutations += 1;
      await delay(Math.random() * SLOWEST_MS);
    }
    const { authorization = "" } = request.headers;
    const headers = { authorization, "content-type": "application/json" };
    const answer = await emulator.fetch(`${emulator.url}/graphql`, { method: "POST", headers, body });
    const text = await answer.text();
    if (changes) await delay(Math.random() * SLOWEST_MS);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  }

  const server = createServer(
    (request, response) => void serve(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    emulator,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mutations: () => mutations,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await emulator.close();
    },
  };
}
