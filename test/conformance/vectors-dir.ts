import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Where the vectors are: `VECTORS_DIR`, or the copies that come with the project. */
const vectorsDir = process.env.VECTORS_DIR ?? fileURLToPath(new URL("../vectors", import.meta.url));

/** Where run files with their `expected.json` are: `HISTORY_DIR`, or the runs that come as examples. */
export const historyDir =
  process.env.HISTORY_DIR ?? fileURLToPath(new URL("../../examples/runs", import.meta.url));

export function readVectors<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(vectorsDir, file), "utf8")) as T;
}
