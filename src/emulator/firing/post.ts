import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { DeliveryResponse } from "../store/records.js";
import type { AddressGuard } from "./address-guard.js";

/** Longer answers are cut; they are kept for people to read. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** A request ready to go, secrets and all. Never stored. */
export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer, and how many seconds it asks to wait before the next attempt. */
export interface PostResult {
  readonly response: DeliveryResponse;
  readonly retryAfterSeconds: number | undefined;
}

/**
 * POSTs once. Redirects are answers like any other: they aren't followed. Rejects where there is no answer within
 * `timeoutMs` or the guard refuses the address.
 */
export function post(
  { url, headers, body }: OutgoingRequest,
  guard: AddressGuard,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<PostResult> {
  const target = new URL(url);
  guard.checkUrl(target);
  const timeout = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const send = target.protocol === "https:" ? httpsRequest : httpRequest;
    const request = send(
      target,
      {
        method: "POST",
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
        lookup: guard.lookupFor(target),
        signal: AbortSignal.any([timeout, signal]),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        let size = 0;
        incoming.on("data", (chunk: Buffer) => {
          if (size < MAX_RESPONSE_BYTES) chunks.push(chunk.subarray(0, MAX_RESPONSE_BYTES - size));
          size += chunk.length;
        });
        incoming.on("error", fail);
        incoming.on("end", () =>
          resolve({
            response: {
              status: incoming.statusCode ?? 0,
              statusText: incoming.statusMessage ?? "",
              body: Buffer.concat(chunks).toString("utf8"),
            },
            retryAfterSeconds: secondsOf(incoming.headers["retry-after"]),
          }),
        );
      },
    );
    function fail(error: Error): void {
      reject(timeout.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
    }
    request.on("error", fail);
    request.end(body);
  });
}

function secondsOf(retryAfter: string | undefined): number | undefined {
  return retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
}
