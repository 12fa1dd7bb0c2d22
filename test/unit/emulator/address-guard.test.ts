import { describe, expect, it } from "vitest";
import { createAddressGuard, DeliveryRefused } from "../../../src/emulator/firing/address-guard.js";

const refuses = (url: string, allowed: readonly string[] = []) => {
  try {
    createAddressGuard(allowed).checkUrl(new URL(url));
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(DeliveryRefused);
    return true;
  }
};

/** What a connection to that host would be told by the guarded lookup. */
const lookup = (url: string, allowed: readonly string[] = []) =>
  new Promise<Error | null>((resolve) => {
    const target = new URL(url);
    createAddressGuard(allowed).lookupFor(target)(target.hostname, {}, (error) => resolve(error));
  });

describe("deliveries", () => {
  it.each([
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://169.254.169.254/",
    "http://100.64.0.1/",
    "http://0.0.0.0/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://0x0a000001/",
    "http://2852039166/",
    "http://[fd00::1]/",
    "http://[fe80::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[::]/",
  ])("don't go to %s", (url) => {
    expect(refuses(url)).toBe(true);
  });

  it.each([
    "http://127.0.0.1/",
    "http://127.9.9.9/",
    "http://[::1]/",
    "http://8.8.8.8/",
    "https://[2606:4700::1111]/",
  ])("may go to %s", (url) => {
    expect(refuses(url)).toBe(false);
  });

  it("may go where they are allowed to: an address, a network, a host, a host at a port", () => {
    expect(refuses("http://10.0.0.1/", ["10.0.0.1"])).toBe(false);
    expect(refuses("http://10.0.0.2/", ["10.0.0.1"])).toBe(true);
    expect(refuses("http://10.0.7.2/", ["10.0.0.0/16"])).toBe(false);
    expect(refuses("http://[fd00::2]/", ["fd00::/8"])).toBe(false);
    expect(refuses("http://10.0.0.1:99/", ["10.0.0.1:99"])).toBe(false);
    expect(refuses("http://10.0.0.1:98/", ["10.0.0.1:99"])).toBe(true);
  });

  it("are stopped where a name leads to a private address, at the connection itself", async () => {
    expect(await lookup("http://localhost/")).toBeNull();
    expect(await lookup("http://no-such-host.invalid/")).toMatchObject({ syscall: "getaddrinfo" });
  });
});
