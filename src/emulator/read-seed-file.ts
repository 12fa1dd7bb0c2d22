import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { AutomationsError, MissingDependencyError } from "../errors/index.js";
import { parseSeedDocument, type SeedDocument } from "./seed-document.js";

/**
 * Reads a seed file: JSON, or YAML where its name ends in `.yaml` or `.yml`.
 *
 * @param path where it is
 * @throws AutomationsError with code `CONFIG_INVALID` where it can't be read; ValidationError where it isn't a seed;
 *   MissingDependencyError for YAML where the package `yaml` isn't installed.
 *
 * @example
 * ```ts
 * import { createEmulator, readSeedFile } from "wandb-automations/emulator";
 *
 * async function start() {
 *   return createEmulator({ seed: await readSeedFile("test/world.yaml") });
 * }
 * ```
 */
export async function readSeedFile(path: string): Promise<SeedDocument> {
  const isYaml = /^\.ya?ml$/i.test(extname(path));
  const parse = isYaml ? await loadYamlParser() : (text: string): unknown => JSON.parse(text);
  let value: unknown;
  try {
    value = parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new AutomationsError(
      "CONFIG_INVALID",
      `The seed file ${path} can't be read: ${(error as Error).message}`,
      {
        hint: `Give a file that holds ${isYaml ? "YAML" : "JSON; YAML is read from files ending in .yaml or .yml"}.`,
      },
    );
  }
  return parseSeedDocument(value);
}

async function loadYamlParser(): Promise<(text: string) => unknown> {
  try {
    return (await import("yaml")).parse;
  } catch (cause) {
    throw new MissingDependencyError("yaml", "Reading a seed file in YAML", { cause });
  }
}
