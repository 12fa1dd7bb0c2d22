/** What the transport needs to know of a GraphQL operation to send it. */
export interface SendableOperation {
  /** Name of the one operation in `text`; errors and log lines are known by it. */
  readonly name: string;
  /** Queries are repeated freely, mutations only where they can't have been applied. */
  readonly kind: "query" | "mutation";
  readonly text: string;
  /** Reads the answer, where `JSON.parse` would lose some of it. Throws for text that it can't read. */
  readonly parse?: (text: string) => unknown;
}

/** A GraphQL answer without errors. */
export interface Reply {
  readonly data: unknown;
  readonly headers: Headers;
}
