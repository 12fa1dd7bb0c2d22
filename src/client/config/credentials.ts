import { AuthError } from "../../errors/index.js";
import { apiKeyProblem } from "./api-key.js";
import { authorizeUrl, DEFAULT_BASE_URL, isSameServer, netrcHosts } from "./base-url.js";
import type { Environment } from "./environment.js";
import { findMachine, NetrcSyntaxError, parseNetrc } from "./netrc.js";
import { expandHome, type SettingsLookup } from "./settings-lookup.js";

/** How to prove who one is. `source` says where it was found, for people. */
export type Credentials =
  | { readonly kind: "apiKey"; readonly apiKey: string; readonly source: string }
  /** A file with a JWT that the server exchanges for an access token. */
  | { readonly kind: "identityToken"; readonly path: string; readonly source: string };

type ApiKey = Extract<Credentials, { kind: "apiKey" }>;

/** A key that may be one. */
function checkedKey(apiKey: string, source: string, baseUrl: string): ApiKey {
  const problem = apiKeyProblem(apiKey);
  if (problem === undefined) return { kind: "apiKey", apiKey, source };
  throw new AuthError("AUTH_MALFORMED", `The API key from ${source} ${problem}.`, {
    hint: `Copy the whole key from ${authorizeUrl(baseUrl)}.`,
  });
}

/** @throws AuthError where a key given by the caller can't be one. */
export function checkGivenKey(apiKey: string, baseUrl: string): void {
  checkedKey(apiKey, "the apiKey option", baseUrl);
}

function fromVariables(environment: Environment, baseUrl: string): Credentials | undefined {
  const { WANDB_API_KEY: apiKey, WANDB_IDENTITY_TOKEN_FILE: path } = environment.variables;
  if (apiKey && path) {
    throw new AuthError("AUTH_MALFORMED", "Both WANDB_API_KEY and WANDB_IDENTITY_TOKEN_FILE are set.", {
      hint: "Unset one of them: they may stand for different people.",
    });
  }
  if (apiKey) return checkedKey(apiKey, "WANDB_API_KEY", baseUrl);
  if (!path) return undefined;
  return { kind: "identityToken", path: expandHome(path, environment), source: "WANDB_IDENTITY_TOKEN_FILE" };
}

/** Where the Python SDK looks for netrc: `NETRC`, else `~/.netrc`, else `~/_netrc`. */
async function netrcPath(environment: Environment): Promise<string> {
  const named = environment.variables.NETRC;
  if (named) return expandHome(named, environment);
  const [unix, windows] = ["~/.netrc", "~/_netrc"].map((path) => expandHome(path, environment)) as [
    string,
    string,
  ];
  const useWindows = !(await environment.exists?.(unix)) && (await environment.exists?.(windows));
  return useWindows ? windows : unix;
}

/** A key from netrc, or why there is none. */
async function fromNetrc(environment: Environment, baseUrl: string): Promise<ApiKey | string> {
  const path = await netrcPath(environment);
  let text: string | undefined;
  try {
    text = await environment.readFile?.(path);
    if (text === undefined) return `${path} (no such file)`;
    const netrc = parseNetrc(text);
    const hosts = netrcHosts(baseUrl);
    const entry = hosts.map((host) => findMachine(netrc, host)).find((each) => each !== undefined);
    if (!entry) return `${path} (no entry for ${hosts.join(" or ")})`;
    if (entry.password === "") return `${path} (its entry for ${hosts[0]} has no password)`;
    return checkedKey(entry.password, path, baseUrl);
  } catch (error) {
    if (error instanceof NetrcSyntaxError) return `${path} (line ${error.line}: ${error.message})`;
    if (error instanceof AuthError) throw error;
    return `${path} (can't be read: ${(error as { code?: string }).code ?? "unknown reason"})`;
  }
}

/** A key from the settings files, if variables and files are about this server: it isn't for any other. */
function fromSettings(
  environment: Environment,
  settings: SettingsLookup,
  baseUrl: string,
): ApiKey | undefined {
  const apiKey = settings.get("api_key");
  const configured = environment.variables.WANDB_BASE_URL || settings.get("base_url") || DEFAULT_BASE_URL;
  if (apiKey === undefined || !isSameServer(configured, baseUrl)) return undefined;
  return checkedKey(apiKey, `api_key in ${settings.source("api_key")}`, baseUrl);
}

/**
 * The key for a server: the caller's, else `WANDB_API_KEY` or `WANDB_IDENTITY_TOKEN_FILE`, else netrc, else the
 * settings files.
 *
 * @throws AuthError where there is none, naming every place that was looked at, or where one can't be a key.
 */
export async function findCredentials(
  given: string | undefined,
  baseUrl: string,
  environment: Environment,
  settings: SettingsLookup,
  warn: (message: string) => void,
): Promise<Credentials> {
  if (given !== undefined) return checkedKey(given, "the apiKey option", baseUrl);
  const looked = ["the apiKey option", "WANDB_API_KEY"];
  const found = fromVariables(environment, baseUrl);
  if (found) return found;
  if (environment.readFile) {
    const inNetrc = await fromNetrc(environment, baseUrl);
    if (typeof inNetrc !== "string") return inNetrc;
    if (/\(line |can't be read/.test(inNetrc)) warn(`netrc isn't used: ${inNetrc}.`);
    looked.push(inNetrc, ...settings.paths);
  }
  const inSettings = fromSettings(environment, settings, baseUrl);
  if (inSettings) return inSettings;
  throw new AuthError(
    "AUTH_MISSING",
    `No API key was found for ${baseUrl}. Looked at: ${looked.join("; ")}.`,
    {
      hint: `Make a key at ${authorizeUrl(baseUrl)}, then set WANDB_API_KEY, run \`wandb login\`, or pass apiKey.`,
    },
  );
}
