import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Absolute path of the repository, with a slash at its end. */
export const repositoryRoot = fileURLToPath(new URL("../../", import.meta.url));

/** A file of the repository, as text. */
export function readText(path: string): string {
  return readFileSync(repositoryRoot + path, "utf8");
}

/** Paths, from the repository's root, of the files under `folder` with that ending. */
export function filesUnder(folder: string, ending: string): string[] {
  if (!existsSync(repositoryRoot + folder)) return [];
  const entries = readdirSync(repositoryRoot + folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(repositoryRoot.length))
    .sort();
}

/** The documents people read: those at the root and everything in docs/. */
export function documents(): string[] {
  const atRoot = readdirSync(repositoryRoot).filter((name) => name.endsWith(".md"));
  return [...atRoot, ...filesUnder("docs", ".md")];
}
