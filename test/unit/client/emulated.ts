import { Api } from "../../../src/client/api.js";
import type { ApiOptions } from "../../../src/client/api-options.js";
import { createEmulator, type EmulatorOptions } from "../../../src/emulator.js";
import { OnLinkArtifact } from "../../../src/model/artifact-events.js";
import { DoNothing } from "../../../src/model/do-nothing.js";
import type { NewAutomation } from "../../../src/model/new-automation.js";
import type { Scope } from "../../../src/model/scopes.js";
import type { LogEvent } from "../../../src/transport/log.js";

/** The demo's world in an emulator in this process, an Api on it, and what that Api sent. */
export async function emulated(apiOptions: ApiOptions = {}, emulatorOptions: EmulatorOptions = {}) {
  const emulator = await createEmulator({ demo: true, ...emulatorOptions });
  const log: LogEvent[] = [];
  const makeApi = (options: ApiOptions = {}) =>
    new Api({
      apiKey: emulator.apiKey,
      baseUrl: emulator.url,
      fetch: emulator.fetch as typeof fetch,
      environment: { variables: {} },
      logger: (event) => log.push(event),
      ...apiOptions,
      ...options,
    });
  /** Names of the operations sent since the last look. */
  const sent = () => log.splice(0).flatMap((event) => (event.type === "request" ? [event.operation] : []));
  const close = () => emulator.close();
  return { emulator, api: makeApi(), makeApi, sent, log, [Symbol.asyncDispose]: close };
}

/** An automation that does nothing when an artifact is linked: the event that every kind of scope takes. */
export function onLink(scope: Scope | string = "acme/vision"): NewAutomation {
  return new OnLinkArtifact({ scope }).then(new DoNothing());
}
