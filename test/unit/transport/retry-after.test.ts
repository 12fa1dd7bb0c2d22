import { describe, expect, it } from "vitest";
import { retryAfterSeconds } from "../../../src/transport/retry-after.js";

const NOW = Date.parse("2026-11-21T10:00:00Z");
const read = (headers: Record<string, string>) => retryAfterSeconds(new Headers(headers), NOW);

describe("retryAfterSeconds", () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ "retry-after": "7" }, 7],
    [{ "retry-after": "0" }, 0],
    [{ "retry-after": " 1.5 " }, 1.5],
    [{ "retry-after": "Sat, 21 Nov 2026 10:00:30 GMT" }, 30],
    [{ "retry-after": "Sat, 21 Nov 2026 09:00:00 GMT" }, 0],
    [{ "retry-after": "-3" }, undefined],
    [{ "retry-after": "soon 1" }, undefined],
    [{ "ratelimit-reset": "12" }, 12],
    [{ "x-ratelimit-reset": "12" }, 12],
    [{ "ratelimit-reset": String(NOW / 1000 + 9) }, 9],
    [{ "ratelimit-reset": "later" }, undefined],
    [{ "retry-after": "3", "ratelimit-reset": "12" }, 3],
    [{ "retry-after": "soon", "ratelimit-reset": "12" }, 12],
  ])("reads %j as %s", (headers, expected) => {
    expect(read(headers)).toBe(expected);
  });
});
