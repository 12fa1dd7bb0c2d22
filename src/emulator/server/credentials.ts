import { hashKey } from "../admin/directory-admin.js";
import type { UserRecord } from "../store/records.js";
import type { Store } from "../store/store.js";

/** What the Python client accepts as a key: 40 or more word characters, with or without a prefix, or a JWT. */
const KEY = /^(?:[\w]+-)?[\w-]{40,}$/;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export function isWellFormedKey(key: string): boolean {
  return KEY.test(key) || JWT.test(key);
}

/** Who may call. */
export interface Credentials {
  /** The user a request acts as, or `undefined` where it may not pass. */
  userOf(authorization: string | null): UserRecord | undefined;
}

/**
 * Basic authentication with `api:<key>`. A key given to `createUser` is that user's; any other well-formed key
 * is the owner's, or only `apiKey` where one is set.
 */
export function createCredentials(store: Store, owner: () => UserRecord, apiKey?: string): Credentials {
  const onlyHash = apiKey === undefined ? undefined : hashKey(apiKey);
  return {
    userOf(authorization) {
      const key = keyOf(authorization);
      if (key === undefined) return undefined;
      const hash = hashKey(key);
      const user = store.usersByKeyHash.first(hash);
      if (user) return user;
      const admitted = onlyHash === undefined ? isWellFormedKey(key) : hash === onlyHash;
      return admitted ? owner() : undefined;
    },
  };
}

function keyOf(authorization: string | null): string | undefined {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization ?? "");
  if (match === null) return undefined;
  let text: string;
  try {
    text = atob(match[1]!);
  } catch {
    return undefined;
  }
  return text.startsWith("api:") ? text.slice("api:".length) : undefined;
}
