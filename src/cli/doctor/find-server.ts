import { DEFAULT_BASE_URL, normalizeBaseUrl } from "../../client/config/base-url.js";
import { processEnvironment } from "../../client/config/environment.js";
import { readSettings } from "../../client/config/settings-lookup.js";
import { isAutomationsError } from "../../errors/index.js";
import type { CommandIo } from "../command-io.js";
import type { Check } from "./check.js";

/** Which server is meant, and who says so: found without a key, unlike an Api's configuration. */
export async function findServer(
  io: CommandIo,
): Promise<{ readonly check: Check; readonly baseUrl?: string }> {
  const { HOME, USERPROFILE, WANDB_BASE_URL } = io.env;
  const found = await processEnvironment();
  const environment = { ...found, variables: io.env, homeDir: HOME || USERPROFILE || found.homeDir };
  const warnings: string[] = [];
  const settings = await readSettings(environment, (message) => warnings.push(message));
  const fromFile = settings.get("base_url");
  const source = WANDB_BASE_URL
    ? "WANDB_BASE_URL"
    : fromFile === undefined
      ? "the default"
      : `base_url in ${settings.source("base_url")}`;
  try {
    const given = WANDB_BASE_URL || fromFile;
    const baseUrl = given === undefined ? DEFAULT_BASE_URL : normalizeBaseUrl(given, source);
    const [hint] = warnings;
    const message = `${baseUrl} (${source})`;
    return {
      baseUrl,
      check: { name: "server", status: hint ? "warn" : "ok", message, ...(hint ? { hint } : {}) },
    };
  } catch (error) {
    if (!isAutomationsError(error)) throw error;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    return { check: { name: "server", status: "fail", message: error.message, ...hint } };
  }
}
