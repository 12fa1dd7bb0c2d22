import type { Api } from "../client/api.js";
import type { ApiOptions } from "../client/api-options.js";
import { VERSION } from "../wire/version.js";
import type { CommandIo } from "./command-io.js";

/** The client of a command: the key, the server and the rest are those of the environment unless given. */
export async function openApi(io: CommandIo, options: ApiOptions = {}): Promise<Api> {
  const { Api } = await import("../client/api.js");
  const { processEnvironment } = await import("../client/config/environment.js");
  const { HOME, USERPROFILE } = io.env;
  const found = await processEnvironment();
  return new Api({
    ...(io.fetch === undefined ? {} : { fetch: io.fetch }),
    environment: { ...found, variables: io.env, homeDir: HOME || USERPROFILE || found.homeDir },
    signal: io.signal,
    userAgent: `wandb-automations-cli/${VERSION}`,
    ...options,
  });
}
