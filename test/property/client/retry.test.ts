import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TransportError } from "../../../src/errors/index.js";
import { startCall } from "../../../src/transport/call.js";
import { type Failure, isAmbiguous } from "../../../src/transport/failure.js";
import { withRetries } from "../../../src/transport/retry.js";
import { FakeClock } from "../../unit/transport/fake-clock.js";

const failure = fc.record({
  transient: fc.boolean(),
  mayHaveBeenApplied: fc.boolean(),
  seconds: fc.option(fc.nat({ max: 100 })),
  takesMs: fc.nat({ max: 30_000 }),
});
const situation = fc.record({
  failures: fc.array(failure, { maxLength: 8 }),
  kind: fc.constantFrom("query" as const, "mutation" as const),
  retries: fc.nat({ max: 6 }),
  timeoutMs: fc.integer({ min: 1, max: 120_000 }),
  chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
});

describe("withRetries", () => {
  it("never sends a mutation again that may have been applied, nor more often or longer than it may", async () => {
    await fc.assert(
      fc.asyncProperty(situation, async ({ failures, kind, retries, timeoutMs, chance }) => {
        const clock = new FakeClock(() => chance);
        const met: Failure[] = [];
        const starts: number[] = [];
        const call = startCall({ timeoutMs }, timeoutMs, clock);
        const send = withRetries(
          async () => {
            starts.push(clock.now());
            const next = failures[met.length];
            if (!next) return { ok: true, reply: { data: {}, headers: new Headers() } };
            clock.advance(next.takesMs);
            const { transient, mayHaveBeenApplied, seconds } = next;
            const error = new TransportError("CONNECTION", "broken");
            const asked = seconds === null ? {} : { retryAfterSeconds: seconds };
            met.push({ error, transient, mayHaveBeenApplied, ...asked });
            return { ok: false, error, transient, mayHaveBeenApplied, ...asked };
          },
          { retries, clock, log: () => undefined },
        );
        const operation = { name: "Op", kind, text: "" };
        const thrown = await send(operation, {}, call).then(
          () => undefined,
          (error: unknown) => error,
        );
        expect(starts.length).toBeLessThanOrEqual(retries + 1);
        expect(starts.slice(1).every((start) => start < call.deadline)).toBe(true);
        const repeated = met.slice(0, starts.length - 1);
        expect(repeated.every((each) => each.transient)).toBe(true);
        if (kind === "mutation") expect(repeated.some((each) => each.mayHaveBeenApplied)).toBe(false);
        const last = met.at(-1);
        if (starts.length > met.length) expect(thrown).toBeUndefined();
        else expect(thrown).toBe(last?.error);
        expect(isAmbiguous(thrown)).toBe(
          thrown !== undefined && kind === "mutation" && last?.mayHaveBeenApplied === true,
        );
        clock.waits.forEach((wait, i) => {
          expect(wait).toBeGreaterThanOrEqual((met[i]?.retryAfterSeconds ?? 0) * 1000);
        });
      }),
    );
  });
});
