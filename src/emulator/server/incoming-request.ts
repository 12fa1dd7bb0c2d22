import type { IncomingMessage } from "node:http";
import { ConnectionReset } from "./connection-reset.js";

/** Larger requests are refused before they are read to the end. */
export const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** A request, whichever door it came through. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: URL;
  header(name: string): string | null;
  /** Reads the body; `undefined` where it is larger than {@link MAX_BODY_BYTES}. A body nobody asks for isn't read. */
  bytes(): Promise<Uint8Array | undefined>;
}

/** A request of `fetch`. */
export function fromFetch(request: Request): IncomingRequest {
  const header = (name: string) => request.headers.get(name);
  return {
    method: request.method,
    url: new URL(request.url),
    header,
    async bytes() {
      if (isTooLarge(header("content-length"))) return undefined;
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
        size += chunk.byteLength;
        if (size > MAX_BODY_BYTES) return undefined;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  };
}

/** A request of Node's server, which is addressed to `host`; `undefined` where its target can't be read. */
export function fromNode(incoming: IncomingMessage, host: string): IncomingRequest | undefined {
  let url: URL;
  try {
    url = new URL(incoming.url ?? "/", `http://${host}`);
  } catch {
    return undefined;
  }
  const header = (name: string) => {
    const value = incoming.headers[name];
    return typeof value === "string" ? value : null;
  };
  return {
    method: incoming.method ?? "GET",
    url,
    header,
    bytes() {
      if (isTooLarge(header("content-length"))) return Promise.resolve(undefined);
      return readBytes(incoming);
    },
  };
}

function isTooLarge(contentLength: string | null): boolean {
  return Number(contentLength ?? 0) > MAX_BODY_BYTES;
}

function readBytes(incoming: IncomingMessage): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      incoming.off("data", take).pause();
      resolve(undefined);
    };
    const end = () => {
      incoming.off("close", goneAway);
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    };
    const goneAway = () =>
      reject(new ConnectionReset("the client went away before its request was complete"));
    incoming.on("data", take).once("end", end).once("error", goneAway).once("close", goneAway);
  });
}
