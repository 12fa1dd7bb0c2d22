import { AutomationsError } from "../../errors/index.js";

/** Where the Python SDK 0.31 sends requests by default. */
export const DEFAULT_BASE_URL = "https://api.forge.coreweave.com";

const FORGE_API_PATH = "/api/wandb";
const FORGE_APP_PATH = "/wandb";

/** CoreWeave Forge's hosts, and the W&B host behind each (from the Python SDK). */
const UPSTREAM: Readonly<Record<string, string>> = {
  "forge.coreweave.com": "api.wandb.ai",
  "qa.forge.coreweave.com": "api.qa.wandb.ai",
};

function invalid(message: string, hint: string): AutomationsError {
  return new AutomationsError("CONFIG_INVALID", message, { hint });
}

function forgeHost({ hostname }: URL): string | undefined {
  return Object.keys(UPSTREAM).find((host) => [host, `api.${host}`, UPSTREAM[host]].includes(hostname));
}

/**
 * Checks a server's address and brings it into one form: no slash at its end, no credentials, a path prefix kept.
 *
 * @param source what to call it in messages: `WANDB_BASE_URL`.
 * @throws AutomationsError `CONFIG_INVALID` where it can't be a W&B server's.
 */
export function normalizeBaseUrl(given: string, source: string): string {
  const hint = `Set ${source} to the API's address, e.g. ${DEFAULT_BASE_URL} or https://wandb.example.com.`;
  let url: URL;
  try {
    url = new URL(given.trim());
  } catch {
    throw invalid(`The server address from ${source} isn't a URL.`, hint);
  }
  const { protocol, username, password, hostname, port, pathname, search, hash } = url;
  if (protocol !== "https:" && protocol !== "http:") {
    throw invalid(
      `The server address from ${source} must begin with https:// or http://, not ${protocol}//.`,
      hint,
    );
  }
  if (username !== "" || password !== "") {
    throw invalid(
      `The server address from ${source} holds credentials.`,
      "Pass the key as apiKey or WANDB_API_KEY.",
    );
  }
  if (search !== "" || hash !== "") {
    throw invalid(`The server address from ${source} has a query or a fragment.`, hint);
  }
  const path = pathname.replace(/\/+$/, "");
  if (hostname in UPSTREAM) {
    if (protocol === "https:" && port === "" && path === FORGE_API_PATH) return `https://api.${hostname}`;
    throw invalid(`${url.host} from ${source} isn't the API's address.`, `Use https://api.${hostname}.`);
  }
  if (hostname === "wandb.ai" || hostname.endsWith(".wandb.ai")) {
    if (!hostname.includes("api.")) {
      throw invalid(
        `${url.host} from ${source} isn't the API's address.`,
        `Did you mean ${DEFAULT_BASE_URL}?`,
      );
    }
    if (protocol !== "https:") throw invalid(`http is not secure (${source}).`, `Use https://${url.host}.`);
  }
  return `${url.origin}${path}`;
}

/** Whether an address, which may be none, is that of the server at `baseUrl`. */
export function isSameServer(address: string, baseUrl: string): boolean {
  try {
    return normalizeBaseUrl(address, "") === baseUrl;
  } catch {
    return false;
  }
}

/** The hosts a server's key may be kept under in a netrc file, the best first. */
export function netrcHosts(baseUrl: string): string[] {
  const url = new URL(baseUrl);
  const forge = forgeHost(url);
  const upstream = forge === undefined ? undefined : UPSTREAM[forge];
  return upstream === undefined || upstream === url.host ? [url.host] : [url.host, upstream];
}

/** Where people make an API key for a server. */
export function authorizeUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  const forge = forgeHost(url);
  if (forge !== undefined) return `https://${forge}${FORGE_APP_PATH}/authorize`;
  const app = url.hostname.startsWith("api.wandb.")
    ? baseUrl.replace("://api.", "://")
    : baseUrl.replace("://api.", "://app.");
  return `${app}/authorize`;
}
