import { connect, type Socket } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../../src/emulator.js";
import { createAutomation, send } from "../../unit/emulator/test-server.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ demo: true });
});
afterAll(() => emulator.close());

const KEY = `Basic ${btoa(`api:${"a".repeat(40)}`)}`;
const port = () => Number(new URL(emulator.url).port);

/** What came back until the other side closed, or said nothing more for a while after we ended. */
function exchange(parts: readonly Uint8Array[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port(), "127.0.0.1", () => {
      for (const part of parts) socket.write(part);
      socket.end();
    });
    socket.setTimeout(2000, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer));
  });
}

const bytes = fc.uint8Array({ maxLength: 400 });
const text = (...lines: readonly string[]) => Buffer.from(lines.join("\r\n"), "latin1");
const head = (...more: readonly string[]) => [
  "POST /graphql HTTP/1.1",
  "host: localhost",
  `authorization: ${KEY}`,
  "content-type: application/json",
  ...more,
  "",
  "",
];
const query = (value: string) => Buffer.from(JSON.stringify({ query: value }));

/** Requests as no client makes them. */
const hostile = fc.oneof(
  bytes.map((junk) => [junk]),
  fc
    .tuple(fc.string({ unit: "binary", maxLength: 20 }), fc.string({ unit: "binary", maxLength: 60 }))
    .map(([method, target]) => [Buffer.from(`${method} ${target} HTTP/1.1\r\nhost: localhost\r\n\r\n`)]),
  fc
    .tuple(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ unit: "binary", maxLength: 200 }))
    .map(([name, value]) => [text(...head(`${name}: ${value}`, "content-length: 0"))]),
  // Not UTF-8, as the whole body or within a string of it.
  bytes.map((body) => [text(...head(`content-length: ${body.length}`)), body]),
  bytes.map((junk) => {
    const body = Buffer.concat([
      Buffer.from('{"query":"{ viewer { id } }","operationName":"'),
      junk,
      Buffer.from('"}'),
    ]);
    return [text(...head(`content-length: ${body.length}`)), body];
  }),
  // Lengths that aren't those of the body.
  fc
    .tuple(fc.integer({ min: -5, max: 10_000_000 }), bytes)
    .map(([length, body]) => [text(...head(`content-length: ${length}`)), body]),
  // Chunks: whole ones, broken ones, and lengths beside them.
  fc
    .tuple(fc.array(bytes, { maxLength: 5 }), fc.boolean(), fc.boolean())
    .map(([chunks, isBroken, isTwofold]) => [
      text(...head("transfer-encoding: chunked", ...(isTwofold ? ["content-length: 3"] : []))),
      ...chunks.flatMap((chunk) => [
        Buffer.from(`${(chunk.length + (isBroken ? 7 : 0)).toString(16)}\r\n`),
        chunk,
        Buffer.from("\r\n"),
      ]),
      Buffer.from("0\r\n\r\n"),
    ]),
  // Several in one go.
  fc.integer({ min: 2, max: 20 }).map((count) =>
    Array.from({ length: count }, () => {
      const body = query("{ viewer { id } }");
      return Buffer.concat([text(...head(`content-length: ${body.length}`)), body]);
    }),
  ),
  // More than is taken.
  fc
    .constantFrom("x", "\\u0000", "[")
    .map((filler) => [
      text(...head("transfer-encoding: chunked")),
      Buffer.from(`600000\r\n${filler.repeat(0x600000 / filler.length)}\r\n0\r\n\r\n`),
    ]),
  fc.constant([text(...head(`x-long: ${"h".repeat(100_000)}`, "content-length: 0"))]),
);

describe("hostile connections", () => {
  it("get an HTTP answer or none, while others wait half-way, and the emulator goes on", {
    timeout: 300_000,
  }, async () => {
    // Clients that begin a request and never end it.
    const stalled: Socket[] = Array.from({ length: 50 }, (_, i) => {
      const socket = connect(port(), "127.0.0.1", () =>
        socket.write(
          i % 2 === 0 ? "POST /graphql HTTP/1.1\r\nhost: loc" : text(...head("content-length: 100")),
        ),
      );
      return socket.on("error", () => {});
    });
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 10, maxLength: 10 }), async (requests) => {
        for (const answer of await Promise.all(requests.map(exchange))) {
          expect(answer === "" || /^HTTP\/1\.1 (200|4\d\d) /.test(answer), answer.slice(0, 200)).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
    expect((await createAutomation(emulator, { name: "still here" })).errors).toBeUndefined();
    const { data } = await send(emulator, "{ viewer { username } }");
    expect(data.viewer.username).toBe("emulator-user");
    for (const socket of stalled) socket.destroy();
  });
});
