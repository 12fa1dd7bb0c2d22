import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** An emulator in a process of its own. */
export interface Victim {
  /** Sends a GraphQL request; rejects when the process dies before it has answered. */
  // biome-ignore lint/suspicious/noExplicitAny: callers read what they asked for
  send(query: string, variables?: object): Promise<any>;
  /** `kill -9`. */
  kill(): Promise<void>;
}

export async function startVictim(file: string): Promise<Victim> {
  const child: ChildProcess = spawn(process.execPath, [".cache/durability/serve.js", file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), "line")) as [string];
  const { url, apiKey } = JSON.parse(line) as { url: string; apiKey: string };
  const headers = { "content-type": "application/json", authorization: `Basic ${btoa(`api:${apiKey}`)}` };
  return {
    async send(query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers,
        body: JSON.stringify({ query, variables }),
      });
      const body = await response.json();
      if (body.errors) throw new Error(`refused: ${JSON.stringify(body.errors)}`);
      return body.data;
    },
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}
