/** A JWT: three non-empty base64url parts. Sent like any key; the server tells by its form. */
const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const SHORTEST = 40;

/**
 * What is wrong with an API key, as the end of a sentence, or `undefined`. The rule is the Python SDK's: letters,
 * digits, `-` and `_`, at least 40 of them after the prefix that keys of self-hosted servers have (`local-…`); or a JWT.
 */
export function apiKeyProblem(key: string): string | undefined {
  if (key === "") return "is empty";
  if (JWT.test(key)) return undefined;
  if (key !== key.trim()) return "has white space around it";
  const secret = key.includes("-") ? key.slice(key.indexOf("-") + 1) : key;
  if (!/^[\w-]*$/.test(secret)) return "has characters other than letters, digits, - and _";
  if (secret.length < SHORTEST)
    return `has ${secret.length} characters, and W&B's keys have ${SHORTEST} or more`;
  return undefined;
}

/** The `Authorization` header of a key. */
export function basicAuthorization(key: string): string {
  const bytes = new TextEncoder().encode(`api:${key}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}
