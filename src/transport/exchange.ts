/** One HTTP answer, read to its end. */
export interface Exchange {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What went wrong while the body was read; `text` is empty then. */
  readonly brokenBy?: unknown;
}

/** What became of one HTTP request. */
export type Outcome =
  | { readonly kind: "unsent" }
  /** Nothing came back yet. */
  | { readonly kind: "sent" }
  | { readonly kind: "failed"; readonly error: unknown }
  /** Status and headers are there, the body isn't (yet). */
  | { readonly kind: "started"; readonly status: number }
  | { readonly kind: "answered"; readonly exchange: Exchange };

/** A `fetch` that keeps what came back, so that nothing has to be learnt from a library's error. */
export interface RecordingFetch {
  readonly fetch: typeof fetch;
  outcome(): Outcome;
}

/** Statuses that a `Response` with a body can't be made with, or that mean nothing to a GraphQL client. */
function representable(status: number): number {
  return status >= 200 && status <= 599 && ![204, 205, 304].includes(status) ? status : 502;
}

/**
 * Wraps `fetch`. The answer it passes on is always JSON by name, because W&B's own client ignores the content type
 * and gateways get it wrong.
 */
export function recordingFetch(baseFetch: typeof fetch): RecordingFetch {
  let outcome: Outcome = { kind: "unsent" };
  return {
    outcome: () => outcome,
    fetch: async (input, init) => {
      outcome = { kind: "sent" };
      let response: Response;
      try {
        // A redirect would turn the POST into a GET, or take the key to another host.
        response = await baseFetch(input, { ...init, redirect: "manual" });
      } catch (error) {
        outcome = { kind: "failed", error };
        throw error;
      }
      const { status, headers } = response;
      outcome = { kind: "started", status };
      try {
        outcome = { kind: "answered", exchange: { status, headers, text: await response.text() } };
      } catch (error) {
        outcome = { kind: "answered", exchange: { status, headers, text: "", brokenBy: error } };
        throw error;
      }
      return new Response(outcome.exchange.text, {
        status: representable(status),
        headers: { "content-type": "application/json" },
      });
    },
  };
}
