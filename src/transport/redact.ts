/** What stands where a secret stood. */
const REDACTED = "[redacted]";

/** How secrets look wherever they come from: a server's message, a proxy's page, an error of `fetch`. */
const PATTERNS: readonly [RegExp, string][] = [
  [/https?:(?:\\?\/){2}hooks\.slack(?:-gov)?\.com[^\s"'<>]*/gi, REDACTED],
  [/\b(basic|bearer)\s+[\w+/=.~-]{20,}/gi, `$1 ${REDACTED}`],
  [/(:(?:\\?\/){2})[^\s/"'@]+@/g, `$1${REDACTED}@`],
  [/\bxox[a-z]-[\w-]+/gi, REDACTED],
  [/\bgh[a-z]_\w{20,}|\bgithub_pat_\w{20,}/g, REDACTED],
  [/\bwandb_v\d+_\w+/g, REDACTED],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, REDACTED],
  [/\b(?:[a-z]+-)?[0-9a-f]{40}\b/gi, REDACTED],
  [/([?&](?:token|key|api_key|apikey|secret|sig|signature|access_token)=)[^\s&"'<>]+/gi, `$1${REDACTED}`],
];

/** Shorter strings are words: removing them everywhere would make messages unreadable and reveal the secret's place. */
const SHORTEST_SECRET = 6;

/** Names of values that are secrets, or hold some; names that end in `Ref` are those of references to them. */
const SECRET_NAME =
  /(url|endpoint|payload|token|secret|password|credential|authorization|api_?key)(?!.*ref$)/i;

/** Every text under a secret name in `value`, and what is in it where it is JSON. */
function secretsIn(value: unknown, isSecret = false): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) =>
      secretsIn(inner, Array.isArray(value) ? isSecret : SECRET_NAME.test(name)),
    );
  }
  if (typeof value !== "string" || !isSecret) return [];
  try {
    return [value, ...secretsIn(JSON.parse(value))];
  } catch {
    return [value];
  }
}

/** The forms one secret takes on its way through JSON, URLs and headers. */
function spellings(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, json, json.replaceAll("/", "\\/"), encodeURIComponent(secret)];
}

/**
 * Removes secrets from what people get to see: those it was told of, in every spelling, and whatever looks like one.
 */
export class Redactor {
  readonly #known: Set<string>;

  constructor(known: Iterable<string> = []) {
    this.#known = new Set(known);
  }

  /** Makes a value unmentionable from now on. */
  add(secret: string): void {
    if (secret.length < SHORTEST_SECRET) return;
    for (const spelling of spellings(secret)) this.#known.add(spelling);
  }

  /** One that knows the secrets of a request's variables as well. */
  including(variables: object): Redactor {
    const redactor = new Redactor(this.#known);
    for (const secret of secretsIn(variables)) redactor.add(secret);
    return redactor;
  }

  /** `text` without secrets. */
  text(text: string): string {
    let result = text;
    // The longest first: a key inside a URL that is a secret itself must not leave the URL's tail behind.
    for (const secret of [...this.#known].sort((a, b) => b.length - a.length)) {
      result = result.replaceAll(secret, REDACTED);
    }
    for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
    return result;
  }

  /**
   * An error's chain of causes, copied without secrets: names, messages and codes only, because errors of HTTP
   * libraries carry requests, headers and sockets.
   */
  cause(error: unknown, depth = 3): Error {
    const { name, message, code, cause } = describe(error);
    const copy = new Error(
      this.text(message),
      cause && depth > 0 ? { cause: this.cause(cause, depth - 1) } : {},
    );
    copy.name = name;
    copy.stack = `${name}: ${copy.message}`;
    if (code !== undefined) Object.assign(copy, { code });
    return copy;
  }
}

function describe(error: unknown): { name: string; message: string; code?: string; cause?: unknown } {
  if (typeof error !== "object" || error === null) return { name: "Error", message: String(error) };
  const { name, message, code, cause } = error as Record<string, unknown>;
  return {
    name: typeof name === "string" ? name : "Error",
    message: typeof message === "string" ? message : "",
    ...(typeof code === "string" ? { code } : {}),
    ...(cause === undefined || cause === null ? {} : { cause }),
  };
}
