import type { Environment } from "./environment.js";
import { parseSettings, type Settings } from "./settings-file.js";

/** The settings files, the working folder's before the user's. */
export interface SettingsLookup {
  /** A setting that isn't empty. */
  get(name: string): string | undefined;
  /** Path of the file that has it. */
  source(name: string): string | undefined;
  /** Every path that was looked at. */
  readonly paths: readonly string[];
}

/** `~` at the start of a path, as shells read it. */
export function expandHome(path: string, { homeDir }: Environment): string {
  return homeDir !== undefined && /^~(?=[/\\]|$)/.test(path) ? homeDir + path.slice(1) : path;
}

async function settingsPaths(environment: Environment): Promise<string[]> {
  const { variables } = environment;
  const root = expandHome(variables.WANDB_DIR || ".", environment);
  const folder = (await environment.exists?.(`${root}/.wandb`)) ? ".wandb" : "wandb";
  const config = variables.WANDB_CONFIG_DIR || "~/.config/wandb";
  return [`${root}/${folder}/settings`, `${expandHome(config, environment)}/settings`];
}

/** Reads the settings files there are; one that can't be read is passed over with a warning. */
export async function readSettings(
  environment: Environment,
  warn: (message: string) => void,
): Promise<SettingsLookup> {
  const { readFile } = environment;
  const paths = readFile ? await settingsPaths(environment) : [];
  const files: { path: string; settings: Settings }[] = [];
  for (const path of paths) {
    try {
      const text = await readFile?.(path);
      if (text !== undefined) files.push({ path, settings: parseSettings(text) });
    } catch (error) {
      warn(
        `${path} can't be read (${(error as { code?: string }).code ?? "unknown reason"}), so it isn't used.`,
      );
    }
  }
  const holder = (name: string) => files.find(({ settings }) => settings[name]);
  return { paths, get: (name) => holder(name)?.settings[name], source: (name) => holder(name)?.path };
}
