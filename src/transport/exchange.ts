/** One HTTP answer, read to its end. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What went wrong while the body was read; `text` is empty then. */
  readonly brokenBy?: unknown;
}

/** How far a request has come whose end isn't waited for any more. */
export type Progress =
  | { readonly kind: "unsent" }
  /** Nothing came back yet. */
  | { readonly kind: "sent" }
  /** Status and headers are there, the body isn't. */
  | { readonly kind: "started"; readonly status: number };

/** How a request ended. */
export type Outcome =
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "answered"; readonly exchange: Exchange };

/** A request that is about to be sent. */
export interface PostOptions {
  readonly fetch: typeof fetch;
  readonly url: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

/** One request, and how far it has come. */
export class Post {
  readonly #options: PostOptions;
  #progress: Progress = { kind: "unsent" };

  constructor(options: PostOptions) {
    this.#options = options;
  }

  get progress(): Progress {
    return this.#progress;
  }

  /** Sends it. Never rejects: what `fetch` throws is an outcome too. */
  async send(signal: AbortSignal): Promise<Outcome> {
    const { fetch, url, headers, body } = this.#options;
    this.#progress = { kind: "sent" };
    let response: Response;
    try {
      response = await fetch(url, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "application/graphql-response+json, application/json",
          ...headers,
        },
        body,
        signal,
        // A redirect would turn the POST into a GET, or take the key to another host.
        redirect: "manual",
      });
    } catch (error) {
      return { kind: "failed", error };
    }
    const { status, headers: answered } = response;
    this.#progress = { kind: "started", status };
    try {
      // Whatever its type is called: W&B's own client ignores it, and gateways get it wrong.
      const text = await response.text();
      return { kind: "answered", exchange: { status, headers: answered, text } };
    } catch (brokenBy) {
      return { kind: "answered", exchange: { status, headers: answered, text: "", brokenBy } };
    }
  }
}
