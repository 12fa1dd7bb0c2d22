/** One `machine` of a netrc file, or its `default`. */
export interface NetrcEntry {
  readonly login: string;
  readonly password: string;
}

/** A netrc file as it was read; `machines` holds `default` under that name, as Python's reader does. */
export interface Netrc {
  readonly machines: ReadonlyMap<string, NetrcEntry>;
}

/** The file isn't a netrc file. */
export class NetrcSyntaxError extends Error {
  /** Counted from 1. */
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = "NetrcSyntaxError";
    this.line = line;
  }
}

const SPACE = /[\n\t\r ]/;

/** Tokens as Python's `netrc` cuts them: quotes around a token, backslashes before any character. */
class Tokens {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get line(): number {
    return this.#text.slice(0, this.#at).split("\n").length;
  }

  #character(): string {
    const char = this.#text[this.#at] ?? "";
    this.#at += 1;
    return char;
  }

  /** The next token; `undefined` at the end of the file. An empty token in quotes is one. */
  next(): string | undefined {
    while (SPACE.test(this.#text[this.#at] ?? "")) this.#at += 1;
    if (this.#at >= this.#text.length) return undefined;
    const quoted = this.#text[this.#at] === '"';
    if (quoted) this.#at += 1;
    const ends = (char: string) => (quoted ? char === '"' : SPACE.test(char));
    let token = "";
    while (this.#at < this.#text.length) {
      const char = this.#character();
      if (ends(char)) {
        // White space ends the token and may end a comment's line, which restOfLine has to see.
        if (!quoted) this.#at -= 1;
        break;
      }
      token += char === "\\" ? this.#character() : char;
    }
    return token;
  }

  /** Skips to the end of the line. */
  restOfLine(): void {
    const end = this.#text.indexOf("\n", this.#at);
    this.#at = end < 0 ? this.#text.length : end + 1;
  }

  /** Skips a macro's body, which ends at an empty line or with the file. */
  macro(): void {
    this.restOfLine();
    const end = /^\r?\n/m.exec(this.#text.slice(this.#at));
    this.#at = end ? this.#at + end.index + end[0].length : this.#text.length;
  }
}

/**
 * Reads a netrc file: `machine`, `default`, `login` or `user`, `account`, `password`, `macdef`, quotes, backslashes and
 * `#` comments.
 *
 * @throws NetrcSyntaxError naming the line, never what stands on it.
 */
export function parseNetrc(text: string): Netrc {
  const tokens = new Tokens(text);
  const machines = new Map<string, NetrcEntry>();
  const value = (what: string): string => {
    const token = tokens.next();
    if (token === undefined) throw new NetrcSyntaxError(`no ${what} at the end of the file`, tokens.line);
    return token;
  };
  let entry: { login: string; password: string } | undefined;
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    if (token.startsWith("#")) {
      tokens.restOfLine();
    } else if (token === "machine" || token === "default") {
      entry = { login: "", password: "" };
      machines.set(token === "default" ? token : value("machine name"), entry);
    } else if (token === "macdef") {
      value("macro name");
      tokens.macro();
      entry = undefined;
    } else if (entry && (token === "login" || token === "user")) {
      entry.login = value("login");
    } else if (entry && token === "account") {
      value("account");
    } else if (entry && token === "password") {
      entry.password = value("password");
    } else {
      throw new NetrcSyntaxError(
        "a word that isn't machine, default, login, account or password",
        tokens.line,
      );
    }
  }
  return { machines };
}

/** The entry of a host (with its port, if it has one), else the default one. */
export function findMachine(netrc: Netrc, host: string): NetrcEntry | undefined {
  return netrc.machines.get(host) ?? netrc.machines.get("default");
}
