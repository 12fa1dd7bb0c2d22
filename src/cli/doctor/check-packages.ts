import { versions } from "node:process";
import { VERSION } from "../../wire/version.js";
import type { Check } from "./check.js";

const OLDEST_NODE = 20;

/** Optional packages, loaded as the code that needs them does: what is native may be there and not work. */
const OPTIONAL: readonly (readonly [string, string, () => Promise<unknown>])[] = [
  ["yaml", "test files in YAML", () => import("yaml")],
  ["csv-parse", "history in CSV", () => import("csv-parse")],
  ["hyparquet", "history in Parquet", () => import("hyparquet")],
  ["@libsql/client", "the emulator's data file", () => import("@libsql/client")],
  ["@duckdb/node-api", "backtests on DuckDB", () => import("@duckdb/node-api")],
];

/** Whether Node is new enough. */
export function checkNode(version: string = versions.node): Check {
  const message = `Node ${version}, wandb-automations ${VERSION}`;
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return { name: "node", status: "ok", message };
  return { name: "node", status: "fail", message, hint: `Node ${OLDEST_NODE} or later is needed.` };
}

/** Which of the optional packages can be loaded. None has to. */
export async function checkPackages(): Promise<Check[]> {
  return await Promise.all(
    OPTIONAL.map(async ([name, purpose, load]): Promise<Check> => {
      try {
        await load();
        return { name, status: "ok", message: `is there, for ${purpose}` };
      } catch (error) {
        const { code = "", message } = error as NodeJS.ErrnoException;
        if (/MODULE_NOT_FOUND$/.test(code) && message.includes(name)) {
          const hint = `If you need it: npm install ${name}`;
          return { name, status: "skip", message: `isn't there; it is needed for ${purpose} only`, hint };
        }
        const hint = `Install it again: npm install ${name}`;
        return { name, status: "warn", message: `can't be loaded: ${message.split("\n")[0]}`, hint };
      }
    }),
  );
}
