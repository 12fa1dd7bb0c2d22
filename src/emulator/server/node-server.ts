import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ConnectionReset } from "./connection-reset.js";
import { fromNode, type IncomingRequest } from "./incoming-request.js";
import { hasNoBody, type Reply } from "./json-reply.js";
import type { HandleRequest } from "./request-handler.js";
import { takingTurns } from "./turns.js";

/** A server listening on one address. */
export interface ListeningServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface ListenOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default `127.0.0.1`: only this machine can connect. */
  readonly host?: string;
  /** Host names besides loopback's that requests may be addressed to. */
  readonly allowedHosts?: readonly string[];
}

const KEEP_ALIVE_MS = 120_000;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Serves `handle` over HTTP. Requests addressed to a foreign host name are refused: a web page elsewhere whose
 * name was made to resolve to this machine must not get through.
 */
export async function listen(
  handle: HandleRequest,
  { port = 0, host = "127.0.0.1", allowedHosts = [] }: ListenOptions,
): Promise<ListeningServer> {
  const hosts = new Set([...LOOPBACK, ...allowedHosts, host, `[${host}]`].map(withoutPort));
  const { run, arrived } = takingTurns();
  const server = createServer((incoming, outgoing) => {
    answer((request) => handle(request, run), hosts, incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.on("connection", arrived);
  // Longer than clients keep an idle connection, so that none sends into one that is just being closed.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "").toLowerCase();
}

async function answer(
  handle: (request: IncomingRequest) => Promise<Reply>,
  hosts: ReadonlySet<string>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const host = incoming.headers.host ?? "";
  if (!hosts.has(withoutPort(host))) {
    send(
      outgoing,
      421,
      { "content-type": "text/plain" },
      `requests for host ${JSON.stringify(host)} are refused; allow it with allowedHosts or --allowed-host\n`,
    );
    return;
  }
  const origin = incoming.headers.origin;
  if (origin !== undefined && origin !== `http://${host}`) {
    send(outgoing, 403, { "content-type": "text/plain" }, "requests from other origins are refused\n");
    return;
  }
  const request = fromNode(incoming, host);
  if (request === undefined) {
    send(outgoing, 400, { "content-type": "text/plain" }, "the request can't be read\n");
    return;
  }
  try {
    const { status, headers, body } = await handle(request);
    // What is left of a body that was given up half-way would be taken for the next request.
    const isHalfRead = incoming.readableDidRead && !incoming.complete;
    const closing = isHalfRead ? { connection: "close" } : {};
    send(outgoing, status, { ...headers, ...closing }, body);
    if (isHalfRead) incoming.resume();
  } catch (error) {
    if (error instanceof ConnectionReset) incoming.socket.resetAndDestroy();
    else throw error;
  }
}

function send(
  outgoing: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: Reply["body"],
): void {
  if (hasNoBody(status)) outgoing.writeHead(status, headers).end();
  else outgoing.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}
