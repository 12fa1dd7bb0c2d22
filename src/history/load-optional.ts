import { MissingDependencyError } from "../errors/index.js";

const NOT_FOUND = new Set(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"]);

/**
 * Loads an optional package.
 *
 * @param load an `import()` of the package, written out so that bundlers see it
 * @throws MissingDependencyError if it isn't installed
 */
export async function loadOptional<T>(
  packageName: string,
  purpose: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | undefined)?.code ?? "";
    const missing = NOT_FOUND.has(code) && String((error as Error).message).includes(packageName);
    throw missing ? new MissingDependencyError(packageName, purpose, { cause: error }) : error;
  }
}
