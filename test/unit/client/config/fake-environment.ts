import type { Environment } from "../../../../src/client/config/environment.js";

/** An environment with these variables and files (by absolute path; the user's folder is `/home/me`). */
export function fakeEnvironment(
  variables: Record<string, string> = {},
  files: Record<string, string> = {},
): Environment {
  const folders = Object.keys(files).map((path) => path.slice(0, path.lastIndexOf("/")));
  return {
    variables,
    homeDir: "/home/me",
    readFile: async (path) => files[path],
    exists: async (path) => path in files || folders.includes(path),
  };
}
