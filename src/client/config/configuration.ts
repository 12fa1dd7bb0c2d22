import type { User } from "../../transport/transport.js";
import { DEFAULT_BASE_URL, normalizeBaseUrl } from "./base-url.js";
import { type Credentials, findCredentials } from "./credentials.js";
import type { Environment } from "./environment.js";
import { readSettings } from "./settings-lookup.js";

/** What a caller may say instead of having it looked up. */
export interface ConfigurationOptions {
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly entity?: string | undefined;
  readonly project?: string | undefined;
  readonly organization?: string | undefined;
}

/** Which server, with which key, and what to take where a name leaves something out. */
export interface Configuration {
  readonly baseUrl: string;
  readonly credentials: Credentials;
  readonly entity: string | undefined;
  readonly project: string | undefined;
  readonly organization: string | undefined;
  readonly user: User;
}

/** Text as a header takes it: in the bytes of UTF-8, without control characters. */
const headerText = (text = "") =>
  String.fromCharCode(...new TextEncoder().encode(text).filter((byte) => byte > 31 && byte !== 127));

/**
 * Finds server, key and defaults as the Python SDK does: what the caller says, else environment variables, else (for
 * the key) netrc, else the settings file of the working folder, else the user's.
 *
 * @param warn is told of files that can't be used.
 * @throws AuthError without a usable key; it says where it was looked for.
 * @throws AutomationsError `CONFIG_INVALID` for a server address that can't be one.
 */
export async function findConfiguration(
  options: ConfigurationOptions,
  environment: Environment,
  warn: (message: string) => void,
): Promise<Configuration> {
  const { variables } = environment;
  const settings = await readSettings(environment, warn);
  const given = options.baseUrl || undefined;
  const fromVariable = variables.WANDB_BASE_URL || undefined;
  const source = given
    ? "the baseUrl option"
    : fromVariable
      ? "WANDB_BASE_URL"
      : `base_url in ${settings.source("base_url")}`;
  const address = given ?? fromVariable ?? settings.get("base_url");
  const baseUrl = address === undefined ? DEFAULT_BASE_URL : normalizeBaseUrl(address, source);
  return {
    baseUrl,
    credentials: await findCredentials(options.apiKey, baseUrl, environment, settings, warn),
    entity: options.entity || variables.WANDB_ENTITY || settings.get("entity"),
    project: options.project || variables.WANDB_PROJECT || settings.get("project"),
    organization: options.organization || variables.WANDB_ORGANIZATION || settings.get("organization"),
    user: {
      username: headerText(variables.WANDB_USERNAME ?? settings.get("username")),
      email: headerText(variables.WANDB_USER_EMAIL ?? settings.get("email")),
    },
  };
}
