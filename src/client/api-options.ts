import type { Logger } from "../transport/log.js";
import type { ConfigurationOptions } from "./config/configuration.js";
import type { Environment } from "./config/environment.js";

/** What {@link Api} takes. Everything may be left out: then it is looked up as the Python SDK does. */
export interface ApiOptions extends ConfigurationOptions {
  /** API key. Default: `WANDB_API_KEY`, netrc, settings files. */
  readonly apiKey?: string | undefined;
  /** Address of the API, with a path prefix if it has one. Default: `WANDB_BASE_URL`, settings files, W&B's cloud. */
  readonly baseUrl?: string | undefined;
  /** Entity for calls that name none. Default: `WANDB_ENTITY`, settings files, the key owner's own. */
  readonly entity?: string | undefined;
  /** Project for paths that name none. Default: `WANDB_PROJECT`, settings files. */
  readonly project?: string | undefined;
  /** Organization for registries that name none. Default: `WANDB_ORGANIZATION`, settings files. */
  readonly organization?: string | undefined;
  /** Sends the requests, e.g. through a proxy, or to an emulator in this process. Default: the runtime's own. */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds one call may take, retries and waits included. Default: 60,000. */
  readonly timeoutMs?: number | undefined;
  /** Milliseconds one attempt may take before it is given up and, where that's safe, repeated. Default: 20,000. */
  readonly attemptTimeoutMs?: number | undefined;
  /** How often a failed attempt is repeated at most. Default: 3. */
  readonly retries?: number | undefined;
  /** Is told of every attempt, retry and oddity. Never sees keys or variables. */
  readonly logger?: Logger | undefined;
  /** Cancels every call of this Api. */
  readonly signal?: AbortSignal | undefined;
  /** Name and version of the program that uses this package, e.g. `deploy-bot/2.1`, for `User-Agent`. */
  readonly userAgent?: string | undefined;
  /**
   * Headers of every request, e.g. those a gateway asks for; they replace this package's own of the same names. Their
   * values are kept out of errors and log lines.
   */
  readonly headers?: RequestInit["headers"] | undefined;
  /**
   * Whether to ask the server which features it has and refuse what it hasn't. `false` takes every feature for there,
   * for servers whose flags are wrong. Default: true.
   */
  readonly checkFeatures?: boolean | undefined;
  /** Where variables and files are looked up. Default: those of this process. */
  readonly environment?: Environment | undefined;
}

export const API_OPTION_NAMES = [
  "apiKey",
  "baseUrl",
  "entity",
  "project",
  "organization",
  "fetch",
  "timeoutMs",
  "attemptTimeoutMs",
  "retries",
  "logger",
  "signal",
  "userAgent",
  "headers",
  "checkFeatures",
  "environment",
] as const satisfies readonly (keyof ApiOptions)[];
