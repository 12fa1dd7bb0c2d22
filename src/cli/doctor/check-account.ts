import type { Api } from "../../client/api.js";
import { contextOf } from "../../client/context.js";
import { isAutomationsError } from "../../errors/index.js";

import type { Check } from "./check.js";
import { SERVER_VERSION } from "./server-version.js";

const SHOWN_OF_KEY = 4;
const MAX_LISTED = 8;

/** Whether there is a key, and where it is from. Shows its end only. */
export async function checkKey(api: Api): Promise<Check> {
  try {
    const { credentials } = await contextOf(api).session.configuration();
    if (credentials.kind === "identityToken") {
      return {
        name: "key",
        status: "ok",
        message: `an identity token in ${credentials.path} (${credentials.source})`,
      };
    }
    const end = credentials.apiKey.slice(-SHOWN_OF_KEY);
    return { name: "key", status: "ok", message: `…${end} from ${credentials.source}` };
  } catch (error) {
    return failed("key", error);
  }
}

/** Whom the server takes the key's owner for. */
export async function checkLogin(api: Api): Promise<Check> {
  try {
    const { username, entity, teams } = await api.viewer();
    const more = teams.length > MAX_LISTED ? [`… ${teams.length - MAX_LISTED} more`] : [];
    const member = [...teams.slice(0, MAX_LISTED), ...more].join(", ");
    const own = entity === undefined ? "no default entity" : `default entity ${entity}`;
    const message = `${username ?? "an unnamed user"}, ${own}, ${member === "" ? "no teams" : `teams ${member}`}`;
    if (entity !== undefined || teams.length > 0) return { name: "login", status: "ok", message };
    return {
      name: "login",
      status: "warn",
      message,
      hint: "Set WANDB_ENTITY, or name the --entity each time.",
    };
  } catch (error) {
    return failed("login", error);
  }
}

/**
 * Which features the server has of those that automations need, and what it says of its version.
 *
 * @param emulator what the server calls itself, where it is this package's emulator
 */
export async function checkFeatures(api: Api, emulator: string | undefined): Promise<Check> {
  const { session } = contextOf(api);
  try {
    const { serverInfo } = await session.run(SERVER_VERSION, {}, session.startCall({}));
    const features = (serverInfo?.features ?? []).flatMap((feature) => feature ?? []);
    const ours = features.filter(({ name }) => name.startsWith("AUTOMATION"));
    const off = ours.filter(({ isEnabled }) => !isEnabled).map(({ name }) => name);
    const kind =
      emulator === undefined ? versionText(serverInfo?.cliVersionInfo) : `the emulator ${emulator}`;
    const counts = `${ours.length - off.length} of ${ours.length} features for automations`;
    const message = [kind, ours.length === 0 ? "tells of no features for automations" : counts]
      .filter(Boolean)
      .join(", ");
    if (ours.length > 0 && off.length === 0) return { name: "features", status: "ok", message };
    const hint =
      ours.length === 0
        ? "An older server: some events, scopes and actions are refused before they are sent."
        : `Off: ${off.join(", ")}. What needs them is refused before it is sent.`;
    return { name: "features", status: "warn", message, hint };
  } catch (error) {
    return failed("features", error);
  }
}

/** A server tells no version of its own, but which versions of Python's client go with it. */
function versionText(info: Readonly<Record<string, unknown>> | null | undefined): string {
  const newest = info?.max_cli_version;
  return typeof newest === "string" ? `goes with Python's wandb up to ${newest}` : "tells no version";
}

function failed(name: string, error: unknown): Check {
  if (!isAutomationsError(error)) throw error;
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  return { name, status: "fail", message: error.message, ...hint };
}
