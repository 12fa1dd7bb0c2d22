import { describe, expect, it } from "vitest";
import { emulatedServer } from "./emulated-server.js";
import { expectDocument } from "./expect-document.js";
import { runCommand } from "./run-command.js";

interface Check {
  readonly name: string;
  readonly status: string;
  readonly message: string;
  readonly hint?: string;
}

async function checks(io: Parameters<typeof runCommand>[1]) {
  const run = await runCommand(["doctor", "--json"], io);
  expectDocument("doctor", run.out);
  const found = new Map((run.json().checks as Check[]).map((check) => [check.name, check]));
  return { exitCode: run.exitCode, out: run.out, of: (name: string) => found.get(name) };
}

const KEY = "0123456789abcdef0123456789abcdef01234567";
const noHome = { HOME: "/nowhere" };

describe("wandb-automations doctor", () => {
  it("finds nothing wrong with a server that is there, and masks the key", async () => {
    const { io } = await emulatedServer({ apiKey: KEY });
    const { exitCode, out, of } = await checks(io);
    expect(exitCode).toBe(0);
    expect(of("node")).toMatchObject({ status: "ok" });
    expect(of("yaml")).toMatchObject({ status: "ok" });
    expect(of("server")!.message).toContain("(WANDB_BASE_URL)");
    expect(of("reachable")).toMatchObject({ status: "ok" });
    expect(of("key")).toEqual({ name: "key", status: "ok", message: "…4567 from WANDB_API_KEY" });
    expect(of("login")!.message).toContain("teams acme");
    expect(of("features")).toMatchObject({
      status: "ok",
      message: expect.stringMatching(/^the emulator .* features for automations$/),
    });
    expect(out).not.toContain(KEY);
  });

  it("prints a line for each, in 80 columns", async () => {
    const { io } = await emulatedServer();
    const { out } = await runCommand(["doctor"], io);
    expect(out).toMatch(/^✓ node Node \d+/);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("ends with 4 where the server can't be reached", async () => {
    const { exitCode, of } = await checks({ env: { ...noHome, WANDB_API_KEY: KEY } });
    expect(exitCode).toBe(4);
    expect(of("server")!.message).toMatch(/ \(the default\)$/);
    expect(of("reachable")).toMatchObject({
      status: "fail",
      hint: expect.stringContaining("WANDB_BASE_URL"),
    });
    expect(of("key")).toMatchObject({ status: "ok" });
    expect(of("login")).toBeUndefined();
  });

  it("ends with 1 where there is no key, and looks at the server all the same", async () => {
    const { io } = await emulatedServer();
    const { exitCode, of } = await checks({
      ...io,
      env: { ...noHome, WANDB_BASE_URL: io.env.WANDB_BASE_URL },
    });
    expect(exitCode).toBe(1);
    expect(of("reachable")).toMatchObject({ status: "ok" });
    expect(of("key")).toMatchObject({
      status: "fail",
      message: expect.stringContaining("No API key was found"),
    });
  });

  it("tells a key that the server doesn't know, and an address that can't be one", async () => {
    const { io } = await emulatedServer({ apiKey: "b".repeat(40) });
    const wrong = await checks({ ...io, env: { ...io.env, WANDB_API_KEY: KEY } });
    expect([wrong.exitCode, wrong.of("login")!.status]).toEqual([1, "fail"]);
    expect(wrong.out).not.toContain(KEY);
    const odd = await checks({ env: { ...noHome, WANDB_API_KEY: KEY, WANDB_BASE_URL: "ftp://x" } });
    expect([odd.exitCode, odd.of("server")!.status]).toEqual([1, "fail"]);
  });

  it.each([
    [0, "ok", "agrees"],
    [90_000, "warn", "90 s ahead of"],
    [-3_600_000, "fail", "3600 s behind"],
  ])("compares clocks: ours %d ms off", async (off, status, words) => {
    const { io } = await emulatedServer();
    const now = Date.UTC(2026, 10, 21, 12);
    const fetch: typeof globalThis.fetch = async (...given) => {
      const response = await io.fetch(...given);
      const headers = new Headers(response.headers);
      headers.set("date", new Date(now).toUTCString());
      return new Response(response.body, { status: response.status, headers });
    };
    const { of } = await checks({ ...io, fetch, now: () => now + off });
    expect(of("clock")).toMatchObject({ status, message: expect.stringContaining(words) });
  });

  it("names the features that are off", async () => {
    const { io } = await emulatedServer({ features: { AUTOMATION_ACTION_ARIA: false } });
    const { exitCode, of } = await checks(io);
    expect(exitCode).toBe(0);
    expect(of("features")).toMatchObject({
      status: "warn",
      hint: expect.stringContaining("AUTOMATION_ACTION_ARIA"),
    });
    const old = await emulatedServer({ features: "old" });
    expect((await checks(old.io)).of("features")!.status).toBe("warn");
  });

  it("tells an address that is another's", async () => {
    const { io } = await emulatedServer();
    const fetch = async () => new Response("<html>", { status: 404 });
    const { exitCode, of } = await checks({ ...io, fetch });
    expect(exitCode).toBe(1);
    expect(of("reachable")).toMatchObject({
      status: "warn",
      hint: expect.stringContaining("may not be the address"),
    });
  });
});
