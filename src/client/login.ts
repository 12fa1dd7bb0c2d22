import { Api } from "./api.js";
import type { ApiOptions } from "./api-options.js";

/**
 * Makes an {@link Api} and checks its key with the server, so that a wrong one is found at the start of a program.
 *
 * @throws AuthError without a key. @throws ServerError `AUTHENTICATION` for one the server doesn't know.
 * @example
 * ```ts no-run
 * import { login } from "wandb-automations";
 *
 * const api = await login();
 * console.log((await api.viewer()).entity);
 * ```
 */
export async function login(options: ApiOptions = {}): Promise<Api> {
  const api = new Api(options);
  await api.viewer();
  return api;
}
