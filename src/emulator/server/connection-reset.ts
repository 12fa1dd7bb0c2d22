/** There is no answer: the fetch function rejects with it, and the network door drops the connection. */
export class ConnectionReset extends TypeError {
  /** `reason` is what happened. */
  constructor(reason: string) {
    super("fetch failed");
    this.name = "TypeError";
    this.cause = Object.assign(new Error(reason), { code: "ECONNRESET" });
  }
}
