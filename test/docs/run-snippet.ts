import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { snippetProgram } from "./check-snippets.js";
import type { Snippet } from "./extract-snippets.js";
import { repositoryRoot } from "./repository.js";

/** The world a snippet runs in. */
export interface SnippetWorld {
  /** Answers every request the snippet makes through the global `fetch`. */
  readonly fetch: typeof fetch;
  readonly env: Readonly<Record<string, string>>;
  /** Working directory: where relative paths of the snippet start. */
  readonly directory: string;
}

const MODULES = join(repositoryRoot, ".cache", "snippets");

/**
 * Runs a snippet as a module of its own, on freshly loaded sources, with the world's `fetch`, environment and
 * working directory in place of the machine's.
 *
 * @returns what it printed on the console, call by call.
 * @throws whatever the snippet throws.
 */
export async function runSnippet(snippet: Snippet, world: SnippetWorld): Promise<string[]> {
  mkdirSync(MODULES, { recursive: true });
  const folder = mkdtempSync(join(MODULES, "run-"));
  const home = mkdtempSync(join(tmpdir(), "home-"));
  const before = process.cwd();
  const printed: string[] = [];
  const spies = (["log", "warn", "error"] as const).map((method) =>
    vi
      .spyOn(console, method)
      .mockImplementation((...parts) => void printed.push(parts.map(String).join(" "))),
  );
  try {
    const file = join(folder, "snippet.ts");
    writeFileSync(file, snippetProgram(snippet, join(repositoryRoot, "test/docs/context.ts")));
    vi.resetModules();
    vi.stubGlobal("fetch", world.fetch);
    for (const [name, value] of Object.entries({ HOME: home, ...world.env })) vi.stubEnv(name, value);
    process.chdir(world.directory);
    await import(/* @vite-ignore */ file);
    return printed;
  } finally {
    process.chdir(before);
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
    for (const spy of spies) spy.mockRestore();
    rmSync(folder, { recursive: true });
    rmSync(home, { recursive: true });
  }
}
