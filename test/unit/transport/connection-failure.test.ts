import { describe, expect, it } from "vitest";
import { connectionFailure } from "../../../src/transport/connection-failure.js";

const withCode = (code: string) => Object.assign(new Error(code), { code });
const fetchFailed = (cause: unknown) => new TypeError("fetch failed", { cause });

describe("connectionFailure", () => {
  it.each([
    ["ECONNREFUSED", { beforeSending: true, transient: true }],
    ["EAI_AGAIN", { beforeSending: true, transient: true }],
    ["UND_ERR_CONNECT_TIMEOUT", { beforeSending: true, transient: true }],
    ["ENOTFOUND", { beforeSending: true, transient: false }],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", { beforeSending: true, transient: false }],
    ["ECONNRESET", { beforeSending: false, transient: true }],
    ["UND_ERR_SOCKET", { beforeSending: false, transient: true }],
    ["EPIPE", { beforeSending: false, transient: true }],
    ["ETIMEDOUT", { beforeSending: false, transient: true }],
  ])("%s", (code, expected) => {
    expect(connectionFailure(fetchFailed(withCode(code)))).toEqual({ ...expected, code });
  });

  it("isn't sure with an error that says nothing", () => {
    expect(connectionFailure(new TypeError("Failed to fetch"))).toEqual({
      beforeSending: false,
      transient: true,
      code: undefined,
    });
  });

  it("is sure only if every address that was tried refused", () => {
    const refused = Object.assign(new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]), {
      code: "ECONNREFUSED",
    });
    expect(connectionFailure(fetchFailed(refused)).beforeSending).toBe(true);
    const mixed = Object.assign(new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNRESET")]), {
      code: "ECONNREFUSED",
    });
    expect(connectionFailure(fetchFailed(mixed)).beforeSending).toBe(false);
  });

  it("knows what real fetch says of a port it won't use", async () => {
    const error = await fetch("http://127.0.0.1:1/").catch((thrown: unknown) => thrown);
    expect(connectionFailure(error)).toMatchObject({ beforeSending: true, transient: false });
  });
});
