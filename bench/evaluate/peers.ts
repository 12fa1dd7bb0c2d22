import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { CACHE } from "./data.js";

/** What another program found, and how long it took. */
export interface PeerResult {
  readonly program: string;
  readonly condition: string;
  readonly ms: number;
  readonly count: number;
  /** Fingerprints of the satisfied places and of the first in each run. */
  readonly places: number;
  readonly first: number;
}

const SCRIPT = fileURLToPath(new URL("../peers.py", import.meta.url));

function run(command: string, args: readonly string[], output: "inherit" | "pipe"): string {
  const { status, stdout, error } = spawnSync(command, args, {
    stdio: ["ignore", output, "inherit"],
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? `exit code ${status}`}`);
  return stdout ?? "";
}

/** A Python with what is needed of it, in an environment that is made on first use. */
export function pythonWith(...packages: readonly string[]): string {
  const environment = path.join(CACHE, `python-${packages[0]}`);
  const python = path.join(environment, "bin", "python");
  if (!existsSync(python)) {
    run("python3", ["-m", "venv", environment], "inherit");
    run(python, ["-m", "pip", "install", "--quiet", ...packages], "inherit");
  }
  return python;
}

/** Measures pandas, polars and DuckDB on the same files. */
export function runPeers(values: string, offsets: string, rounds: number): PeerResult[] {
  const python = pythonWith("numpy", "pandas", "polars", "duckdb", "pyarrow");
  return JSON.parse(
    run(python, [SCRIPT, values, offsets, String(Math.min(rounds, 5))], "pipe"),
  ) as PeerResult[];
}
