import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The rows of a folder that Spark wrote. */
export function jsonLines<T>(result: string): T[] {
  const files = readdirSync(result).filter((name) => name.endsWith(".json"));
  return files.sort().flatMap((file) =>
    readFileSync(path.join(result, file), "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T),
  );
}
