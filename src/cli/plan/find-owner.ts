import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CommandIo } from "../command-io.js";
import { usageError } from "../usage-error.js";

const VARIABLE = "WANDB_AUTOMATIONS_OWNER";

/**
 * Whose automations a command is about: what is given, or the environment's, or the name in the nearest package.json.
 *
 * @throws AutomationsError `USAGE` where none of them says.
 */
export async function findOwner(io: CommandIo, given: string | undefined): Promise<string> {
  const owner = given ?? (io.env[VARIABLE] || undefined) ?? (await packageName(io.cwd));
  if (owner !== undefined) return owner;
  throw usageError(
    "It isn't known whose automations these are.",
    `Give --owner, set ${VARIABLE}, or give package.json a name. Don't change it later: what is managed under another name counts as somebody else's.`,
  );
}

async function packageName(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const name = await nameIn(join(folder, "package.json"));
    if (name !== undefined || dirname(folder) === folder) return name;
  }
}

async function nameIn(file: string): Promise<string | undefined> {
  try {
    const { name } = JSON.parse(await readFile(file, "utf8")) as { readonly name?: unknown };
    return typeof name === "string" && name !== "" ? name : undefined;
  } catch {
    // No such file, or not JSON: the folders above may say.
    return undefined;
  }
}
