import { isAbsolute, join } from "node:path";
import { escapePath, isDynamicPattern } from "tinyglobby";

/** A path or glob pattern that is relative to a folder, whatever characters the folder's own path has. */
export function pathFrom(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  return join(isDynamicPattern(path) ? escapePath(folder) : folder, path);
}
