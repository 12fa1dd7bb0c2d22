import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { createEmulator, type Emulator } from "../../src/emulator.js";

/** Of a request that changes something: before the emulator sees it, or when it is done and not answered yet. */
export type Moment = "arrived" | "done";

/** An emulator behind a door that takes its time, so that there are moments to be killed in. */
export interface SlowServer {
  readonly emulator: Emulator;
  readonly url: string;
  /** Requests that change something and have arrived so far. */
  readonly mutations: () => number;
  /** Calls `act` once, as the so-many-th request from now that changes something is at `moment`. */
  readonly at: (request: number, moment: Moment, act: () => void) => void;
  readonly close: () => Promise<void>;
}

const SLOWEST_MS = 40;

export async function startSlowServer(): Promise<SlowServer> {
  const emulator = await createEmulator({ demo: true });
  let mutations = 0;
  let awaited: { readonly request: number; readonly moment: Moment; readonly act: () => void } | undefined;

  function reach(request: number, moment: Moment): void {
    if (awaited === undefined || request !== awaited.request || moment !== awaited.moment) return;
    const { act } = awaited;
    awaited = undefined;
    act();
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const changes = /"query":"mutation/.test(body);
    const number = changes ? ++mutations : 0;
    if (changes) {
      reach(number, "arrived");
      await delay(Math.random() * SLOWEST_MS);
    }
    const { authorization = "" } = request.headers;
    const headers = { authorization, "content-type": "application/json" };
    const answer = await emulator.fetch(`${emulator.url}/graphql`, { method: "POST", headers, body });
    const text = await answer.text();
    if (changes) {
      reach(number, "done");
      await delay(Math.random() * SLOWEST_MS);
    }
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
    at: (request, moment, act) => {
      awaited = { request: mutations + request, moment, act };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await emulator.close();
    },
  };
}
