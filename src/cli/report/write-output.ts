import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { CommandIo } from "../command-io.js";
import { usageError } from "../usage-error.js";

/**
 * Writes what the user asked for in a file, making folders as needed.
 *
 * @param file relative to the working directory
 * @throws AutomationsError `USAGE` where it can't be written
 */
export async function writeOutput(io: CommandIo, file: string, text: string): Promise<void> {
  const path = resolve(io.cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  } catch (error) {
    throw usageError(`${file} can't be written: ${(error as Error).message}.`);
  }
}
