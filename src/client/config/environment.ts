/** Where settings are looked up: environment variables and, where there are any, files. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Folder of the user's own files; absent where there are none, as in a browser. */
  readonly homeDir?: string | undefined;
  /** Text of a file; `undefined` if it isn't there. Rejects if it can't be read. */
  readFile?(path: string): Promise<string | undefined>;
  /** Whether there is a file or folder at `path`. */
  exists?(path: string): Promise<boolean>;
}

interface ProcessLike {
  readonly env?: Record<string, string | undefined>;
  readonly versions?: { readonly node?: string };
  getBuiltinModule?(name: string): unknown;
}

function currentProcess(): ProcessLike | undefined {
  return (globalThis as { process?: ProcessLike }).process;
}

/**
 * A module of Node's, or `undefined` where there is no Node. Browsers and edge runtimes load this file too, so no
 * `node:` import may stand in it: Node is asked for the module by name. The import is for Node before 20.16, and
 * fails where code runs in a sandbox such as Jest's, which is why it comes second.
 */
async function nodeModule<T>(name: string): Promise<T | undefined> {
  const found = currentProcess()?.getBuiltinModule?.(name);
  if (found) return found as T;
  if (!currentProcess()?.versions?.node) return undefined;
  return await import(/* @vite-ignore */ /* webpackIgnore: true */ name).catch(() => undefined);
}

const isMissing = (error: unknown) =>
  ["ENOENT", "ENOTDIR"].includes((error as { code?: string } | null)?.code ?? "");

/** The environment of this process: its variables and the file system, as far as the runtime has them. */
export async function processEnvironment(): Promise<Environment> {
  const variables = currentProcess()?.env ?? {};
  const fs = await nodeModule<typeof import("node:fs/promises")>("node:fs/promises");
  const os = await nodeModule<typeof import("node:os")>("node:os");
  if (!fs || !os) return { variables };
  return {
    variables,
    homeDir: variables.HOME || variables.USERPROFILE || os.homedir(),
    readFile: (path) =>
      fs.readFile(path, "utf8").catch((error) => {
        if (isMissing(error)) return undefined;
        throw error;
      }),
    exists: (path) =>
      fs.access(path).then(
        () => true,
        () => false,
      ),
  };
}
