import { DEFAULT_BASE_URL } from "../client/config/base-url.js";
import { ValidationError } from "../errors/index.js";

/** What clients of W&B asked before {@link DEFAULT_BASE_URL}, and many still do. */
const FORMER_BASE_URL = "https://api.wandb.ai";

/** What is needed of an emulator: `createEmulator` of `wandb-automations/emulator` makes one. */
export interface FetchingEmulator {
  fetch(input: Request): Promise<Response>;
}

/** What is needed of msw: its `http`. Given by the caller, so that this package doesn't choose the version. */
export interface MswHttp<Handler> {
  readonly all: (
    path: string,
    resolver: (info: { readonly request: Request }) => Promise<Response>,
  ) => Handler;
}

/** Options of {@link createMswHandlers}. */
export interface MswHandlerOptions<Handler> {
  /** `http` of msw. */
  readonly http: MswHttp<Handler>;
  /**
   * Where the code under test believes the server to be: its `WANDB_BASE_URL`. Left out: the two hosts of W&B's own
   * cloud.
   */
  readonly baseUrl?: string;
}

/**
 * Handlers for msw that let an emulator answer what code sends to W&B: for testing code that calls `save()` without
 * changing it. The code needs a key of the right form in `WANDB_API_KEY`; `emulator.apiKey` is one.
 *
 * A connection that the emulator drops on purpose is a network error for the code.
 *
 * @throws ValidationError when `http` or `baseUrl` isn't usable
 *
 * @example
 * ```ts no-run
 * import { http } from "msw";
 * import { setupServer } from "msw/node";
 * import { createEmulator } from "wandb-automations/emulator";
 * import { createMswHandlers } from "wandb-automations/testing";
 *
 * const emulator = await createEmulator({ demo: true });
 * const server = setupServer(...createMswHandlers(emulator, { http }));
 * server.listen();
 * ```
 */
export function createMswHandlers<Handler>(
  emulator: FetchingEmulator,
  options: MswHandlerOptions<Handler>,
): Handler[] {
  const { http, baseUrl } = options;
  const urls = baseUrl === undefined ? [DEFAULT_BASE_URL, FORMER_BASE_URL] : [baseUrl];
  const issues = [
    ...(typeof http?.all === "function"
      ? []
      : [{ path: ["http"], message: "must be `http` of the package msw" }]),
    ...(urls.every(isBaseUrl)
      ? []
      : [{ path: ["baseUrl"], message: `must be an http or https URL, got ${String(baseUrl)}` }]),
  ];
  if (issues.length > 0) {
    throw new ValidationError(
      "The handlers",
      issues.map((issue) => ({ code: "invalid_option", ...issue })),
    );
  }
  const answer = async ({ request }: { readonly request: Request }): Promise<Response> => {
    try {
      return await emulator.fetch(request);
    } catch (error) {
      if (error instanceof Error && error.name === "TypeError") return Response.error();
      throw error;
    }
  };
  return urls.map((url) => http.all(`${url.replace(/\/+$/, "")}/*`, answer));
}

function isBaseUrl(text: unknown): boolean {
  return typeof text === "string" && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
