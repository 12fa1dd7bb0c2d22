import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { AutomationsError } from "../errors/index.js";

const DEFAULT_TIMEOUT_MS = 10_000;

/** Loads modules of a user's project. */
export interface ModuleLoader {
  /**
   * What a module exports by name; `default` among them.
   *
   * @param file an absolute path
   * @throws AutomationsError `FILES` when it doesn't finish loading; whatever it throws itself
   */
  readonly load: (file: string) => Promise<Readonly<Record<string, unknown>>>;
  /** Forgets what was loaded, so that another loader reads files that changed. */
  readonly close: () => void;
}

/** What {@link createModuleLoader} takes. */
export interface ModuleLoaderOptions {
  /** The project's folder. */
  readonly cwd: string;
  /** Milliseconds that one module, with what it imports, may take to load. Default: 10,000. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Loads TypeScript and JavaScript, ESM and CommonJS, without a build. Packages are resolved from the file that imports
 * them, paths of the project's tsconfig.json are understood. A module that several files import is loaded once.
 */
export async function createModuleLoader(options: ModuleLoaderOptions): Promise<ModuleLoader> {
  const { createJiti } = await import("jiti");
  const { cwd, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const jiti = createJiti(pathToFileURL(join(cwd, "package.json")).href, {
    interopDefault: false,
    tsconfigPaths: true,
  });
  const before = new Set(Object.keys(jiti.cache));
  return {
    load: (file) =>
      withoutExit(() => withTimeout(jiti.import<Record<string, unknown>>(file), file, timeoutMs)),
    close: () => {
      for (const path of Object.keys(jiti.cache)) if (!before.has(path)) delete jiti.cache[path];
    },
  };
}

/** A module that ends the process would end it with whatever exit code it likes, and nothing would be checked. */
async function withoutExit<T>(load: () => Promise<T>): Promise<T> {
  const { exit } = process;
  process.exit = (code) => {
    throw new AutomationsError("FILES", `it calls process.exit(${code ?? ""})`);
  };
  try {
    return await load();
  } finally {
    process.exit = exit;
  }
}

/** An `await` at a module's top that never comes back would end the process without a word. */
async function withTimeout<T>(loading: Promise<T>, file: string, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const message = `${file} didn't finish loading within ${timeoutMs / 1000} s.`;
    const hint = "Look for an await at its top that waits for a server, or for nothing.";
    timer = setTimeout(() => reject(new AutomationsError("FILES", message, { hint })), timeoutMs);
  });
  return await Promise.race([loading, late]).finally(() => clearTimeout(timer));
}
