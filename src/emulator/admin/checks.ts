import { ValidationError } from "../../errors/index.js";

/** Refuses an admin call, naming what was given and what would be right. */
export function refuse(call: string, path: string, code: string, message: string): never {
  throw new ValidationError(`admin.${call}`, [{ code, path: [path], message }]);
}

/** A name that can stand in a path: not empty, no `/`, `:` or control characters. */
export function checkName(call: string, path: string, name: unknown): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (typeof name === "string" && /^[^/:\u0000-\u001f]{1,128}$/.test(name)) return name;
  return refuse(
    call,
    path,
    "invalid_name",
    `got ${JSON.stringify(name)}; give 1 to 128 characters without "/" and ":"`,
  );
}

/** What a path names: `entity/project`, `entity/project/collection` or with a version, `…:v3` or `…:latest`. */
export interface ArtifactPath {
  readonly entity: string;
  readonly project: string;
  readonly collection: string;
  /** `v3`, or an alias. */
  readonly version?: string;
}

/** Splits `entity/project`. */
export function parseProjectPath(call: string, path: string): { entity: string; project: string } {
  const [entity, project, ...rest] = String(path).split("/");
  if (entity && project && rest.length === 0) return { entity, project };
  return refuse(call, "path", "invalid_path", `got ${JSON.stringify(path)}; give "entity/project"`);
}

/** Splits `entity/project/collection[:version]`. */
export function parseArtifactPath(call: string, path: string): ArtifactPath {
  const match = /^([^/:]+)\/([^/:]+)\/([^/:]+)(?::([^/:]+))?$/.exec(String(path));
  if (match === null)
    return refuse(
      call,
      "path",
      "invalid_path",
      `got ${JSON.stringify(path)}; give "entity/project/collection", for a version with ":v0" or ":alias" behind it`,
    );
  const [, entity, project, collection, version] = match;
  return { entity: entity!, project: project!, collection: collection!, ...(version ? { version } : {}) };
}

const MAX_DEPTH = 64;

/** Refuses what can't be kept as JSON: values nested too deeply (or in a circle), functions and symbols. */
export function checkJson(call: string, path: string, value: unknown): void {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: current, depth } = next;
    if (typeof current === "function" || typeof current === "symbol")
      refuse(call, path, "not_json", `holds a ${typeof current}, which JSON can't`);
    if (typeof current !== "object" || current === null) continue;
    if (depth >= MAX_DEPTH)
      refuse(call, path, "too_deep", `is nested deeper than ${MAX_DEPTH} levels, or contains itself`);
    for (const inner of Object.values(current)) waiting.push({ value: inner, depth: depth + 1 });
  }
}
