import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { startCommand } from "./run-command.js";

async function until<T>(read: () => T | undefined | null): Promise<T> {
  for (;;) {
    const value = read();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe("wandb-automations emulator", () => {
  it("serves the demo's world until it is told to stop", async () => {
    const key = "a".repeat(40);
    const command = startCommand(["emulator", "--demo", "--api-key", key]);
    const url = (await until(() => /at (http:\S+)/.exec(command.out())))[1];
    const ask = (apiKey: string) =>
      fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Basic ${btoa(`api:${apiKey}`)}` },
        body: JSON.stringify({ query: '{ project(name: "vision", entityName: "acme") { name } }' }),
      });
    expect(await (await ask(key)).json()).toEqual({ data: { project: { name: "vision" } } });
    expect((await ask("b".repeat(40))).status).toBe(401);
    command.stop();
    expect(await command.exitCode).toBe(0);
    await expect(ask(key)).rejects.toThrow();
  });

  it("takes requests addressed to the host names that it is told of, and to no others", async () => {
    const command = startCommand(["emulator", "--allowed-host", "ci-emulator", "--auto-create"]);
    const url = (await until(() => /at (http:\S+)/.exec(command.out())))[1]!;
    const statusFor = (host: string) =>
      new Promise((resolve, reject) =>
        get(url, { headers: { host } }, (response) => resolve(response.resume().statusCode)).on(
          "error",
          reject,
        ),
      );
    expect(await statusFor("ci-emulator:8080")).toBe(200);
    expect(await statusFor("elsewhere")).toBe(421);
    command.stop();
    expect(await command.exitCode).toBe(0);
  });

  it.each([
    [["emulator", "--port", "99999"], "from 0 to 65535"],
    [["emulator", "--features", "ARIA"], "NAME=off"],
    [["emulator", "--features", "NOT_ONE=off"], "NOT_ONE"],
    [["emulator", "--seed", "no-such-file.yaml"], "no-such-file.yaml"],
    [["emulator", "--keep-executions", "0"], "1 or more"],
    [["backtest", "--project", "acme/vision", "--max-runs", "0x10"], "1 or more"],
    [["emulator", "--keep-executions", "99999999999"], "10,000,000"],
    [["emulator", "--nonsense"], "--nonsense"],
    [["frobnicate"], "frobnicate"],
  ])("refuses %j with exit code 2 and says what it takes", async (argv, words) => {
    const command = startCommand(argv);
    expect(await command.exitCode).toBe(2);
    expect(command.err()).toContain(words);
  });

  it("says that a port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const command = startCommand(["emulator", "--port", `${port}`]);
    expect(await command.exitCode).toBe(2);
    expect(command.err()).toContain("Can't listen");
    other.close();
  });

  it("shows examples in its help", async () => {
    const command = startCommand(["emulator", "--help"]);
    expect(await command.exitCode).toBe(0);
    expect(command.out()).toContain("wandb-automations emulator --demo");
  });
});
