import { usageError } from "../usage-error.js";

/**
 * Writes a file that the command line names.
 *
 * @throws AutomationsError `USAGE` if it can't be written.
 */
export async function writingFile(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw usageError(`${file} is there already.`, "Add --force to write over it.");
    if (code === undefined) throw error;
    throw usageError(`${file} can't be written: ${message}`);
  }
}
