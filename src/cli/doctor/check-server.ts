import type { CommandIo } from "../command-io.js";
import type { Check } from "./check.js";

const TIMEOUT_MS = 10_000;
/** Less is the network's doing, or that of a Date header that counts whole seconds. */
const TOLERATED_SKEW_MS = 30_000;
const GRAVE_SKEW_MS = 5 * 60_000;

/** What an answer without a key tells. */
export interface Reached {
  readonly checks: readonly Check[];
  readonly reached: boolean;
  /** What the server calls itself, where it is this package's emulator. */
  readonly emulator?: string;
}

/**
 * Whether a server answers at all, in whatever way, and whether its clock agrees with ours. Sends no key, so that it
 * works without one.
 */
export async function checkServer(io: CommandIo, baseUrl: string): Promise<Reached> {
  const send = io.fetch ?? globalThis.fetch;
  const before = io.now();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new DOMException("", "TimeoutError")), TIMEOUT_MS);
  const end = () => stop.abort(io.signal.reason);
  io.signal.addEventListener("abort", end, { once: true });
  let response: Response;
  try {
    response = await send(`${baseUrl}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: "{ serverInfo { features { name } } }" }),
      redirect: "manual",
      signal: stop.signal,
    });
    await response.body?.cancel();
  } catch (error) {
    io.signal.throwIfAborted();
    return { reached: false, checks: [unreachable(baseUrl, error)] };
  } finally {
    clearTimeout(timer);
    io.signal.removeEventListener("abort", end);
  }
  const after = io.now();
  const emulator = response.headers.get("x-wandb-emulator");
  return {
    reached: true,
    checks: [answered(baseUrl, response, after - before), clock(response, (before + after) / 2)],
    ...(emulator === null ? {} : { emulator }),
  };
}

function unreachable(baseUrl: string, error: unknown): Check {
  const { name, message, cause } = error as Error & { readonly cause?: Error };
  const why =
    name === "TimeoutError" ? `no answer within ${TIMEOUT_MS / 1000} s` : (cause?.message ?? message);
  return {
    name: "reachable",
    status: "fail",
    message: `${baseUrl} can't be reached: ${why.split("\n")[0]}`,
    hint: "Check WANDB_BASE_URL, the network and proxies (NODE_USE_ENV_PROXY=1 lets Node 24 use HTTPS_PROXY).",
  };
}

function answered(baseUrl: string, { status }: Response, milliseconds: number): Check {
  const message = `${baseUrl} answered with HTTP ${status} in ${Math.round(milliseconds)} ms`;
  if (status < 300 || status === 400 || status === 401 || status === 403) {
    return { name: "reachable", status: "ok", message };
  }
  const hint =
    status >= 500
      ? "The server, or a proxy before it, is in trouble; try again later."
      : "This may not be the address of W&B's API: check WANDB_BASE_URL.";
  return { name: "reachable", status: "warn", message, hint };
}

function clock({ headers }: Response, now: number): Check {
  const date = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(date))
    return { name: "clock", status: "skip", message: "the server doesn't say its time" };
  const skew = now - date;
  const seconds = Math.round(Math.abs(skew) / 1000);
  // The header has no fractions.
  if (Math.abs(skew) <= TOLERATED_SKEW_MS)
    return { name: "clock", status: "ok", message: "agrees with the server's" };
  return {
    name: "clock",
    status: Math.abs(skew) > GRAVE_SKEW_MS ? "fail" : "warn",
    message: `is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} the server's`,
    hint: "Set this machine's clock: tokens that expire may be refused, and times of firings look wrong.",
  };
}
