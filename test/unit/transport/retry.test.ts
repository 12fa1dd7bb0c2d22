import { describe, expect, it } from "vitest";
import { TransportError } from "../../../src/errors/index.js";
import { startCall } from "../../../src/transport/call.js";
import { type Failure, isAmbiguous } from "../../../src/transport/failure.js";
import type { LogEvent } from "../../../src/transport/log.js";
import type { Reply } from "../../../src/transport/operation.js";
import { backoffMs, withRetries } from "../../../src/transport/retry.js";
import { FakeClock } from "./fake-clock.js";

const query = { name: "Viewer", kind: "query", text: "" } as const;
const mutation = { name: "CreateAutomation", kind: "mutation", text: "" } as const;
const reply: Reply = { data: {}, headers: new Headers() };

const failure = (over: Partial<Failure> = {}): Failure => ({
  error: new TransportError("CONNECTION", "broken"),
  transient: true,
  mayHaveBeenApplied: true,
  ...over,
});

/** A send that meets these failures in turn and then succeeds. */
function failing(failures: Failure[], options: { retries?: number; clock?: FakeClock } = {}) {
  const clock = options.clock ?? new FakeClock();
  const log: LogEvent[] = [];
  let attempts = 0;
  const send = withRetries(
    async () => {
      attempts += 1;
      const next = failures.shift();
      return next ? { ok: false, ...next } : { ok: true, reply };
    },
    { retries: options.retries ?? 3, clock, log: (event) => log.push(event) },
  );
  return { send, clock, log, attempts: () => attempts, call: startCall({}, 60_000, clock) };
}

describe("withRetries", () => {
  it("repeats a query until it succeeds", async () => {
    const { send, call, attempts, clock } = failing([failure(), failure(), failure()]);
    await expect(send(query, {}, call)).resolves.toBe(reply);
    expect(attempts()).toBe(4);
    expect(clock.waits).toEqual([250, 500, 1000]);
  });

  it("gives up after the last retry, with the last error", async () => {
    const last = failure({ error: new TransportError("CONNECTION", "the last one") });
    const { send, call, attempts } = failing([failure(), failure(), last], { retries: 2 });
    await expect(send(query, {}, call)).rejects.toBe(last.error);
    expect(attempts()).toBe(3);
  });

  it("doesn't repeat what can't change", async () => {
    const { send, call, attempts } = failing([failure({ transient: false })]);
    await expect(send(query, {}, call)).rejects.toThrow("broken");
    expect(attempts()).toBe(1);
  });

  it("repeats a mutation that can't have been applied", async () => {
    const { send, call, attempts } = failing([failure({ mayHaveBeenApplied: false })]);
    await expect(send(mutation, {}, call)).resolves.toBe(reply);
    expect(attempts()).toBe(2);
  });

  it("hands back a mutation that may have been applied, and says so", async () => {
    const once = failure();
    const { send, call, attempts } = failing([once]);
    await expect(send(mutation, {}, call)).rejects.toBe(once.error);
    expect(attempts()).toBe(1);
    expect(isAmbiguous(once.error)).toBe(true);
  });

  it("calls neither a query nor a refused mutation ambiguous", async () => {
    const first = failure({ transient: false });
    const { send, call } = failing([first]);
    await expect(send(query, {}, call)).rejects.toBe(first.error);
    expect(isAmbiguous(first.error)).toBe(false);
    const second = failure({ transient: false, mayHaveBeenApplied: false });
    const other = failing([second]);
    await expect(other.send(mutation, {}, other.call)).rejects.toBe(second.error);
    expect(isAmbiguous(second.error)).toBe(false);
  });

  it("waits as long as the server asks, and a little more", async () => {
    const { send, call, clock } = failing([failure({ retryAfterSeconds: 7 })]);
    await send(query, {}, call);
    expect(clock.waits).toEqual([7250]);
  });

  it("fails at once if the server asks for more time than there is", async () => {
    const { send, call, clock } = failing([failure({ retryAfterSeconds: 61 })]);
    await expect(send(query, {}, call)).rejects.toThrow("broken");
    expect(clock.waits).toEqual([]);
  });

  it("ends by the call's deadline", async () => {
    const clock = new FakeClock(() => 0.999);
    const { send } = failing(
      Array.from({ length: 50 }, () => failure()),
      { retries: 50, clock },
    );
    const start = clock.now();
    await expect(send(query, {}, startCall({ timeoutMs: 10_000 }, 60_000, clock))).rejects.toThrow("broken");
    expect(clock.now() - start).toBeLessThanOrEqual(10_000);
  });

  it("logs attempts, outcomes and waits", async () => {
    const { send, call, log } = failing([failure()]);
    await send(query, {}, call);
    expect(log).toEqual([
      { type: "request", operation: "Viewer", attempt: 1 },
      { type: "response", operation: "Viewer", attempt: 1, durationMs: 0, outcome: "CONNECTION" },
      { type: "retry", operation: "Viewer", attempt: 2, waitMs: 250, because: "CONNECTION" },
      { type: "request", operation: "Viewer", attempt: 2 },
      { type: "response", operation: "Viewer", attempt: 2, durationMs: 0, outcome: "OK" },
    ]);
  });
});

describe("backoffMs", () => {
  it("spreads over a limit that doubles up to half a minute", () => {
    const most = new FakeClock(() => 0.999_999);
    const limits = Array.from({ length: 9 }, (_, i) => Math.round(backoffMs(i + 1, undefined, most)));
    expect(limits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoffMs(5, undefined, new FakeClock(() => 0))).toBe(0);
  });
});

describe("startCall", () => {
  it.each([0, -1, Number.NaN, "5"])("refuses timeoutMs %s", (timeoutMs) => {
    expect(() => startCall({ timeoutMs: timeoutMs as number }, 1000, new FakeClock())).toThrow("timeoutMs");
  });
});
