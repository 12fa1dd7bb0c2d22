import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** Addresses that aren't on the public internet, except loopback. */
const PRIVATE: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
  ["::", 128],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
];

/** Where a delivery may not go, and why. */
export class DeliveryRefused extends Error {
  constructor(host: string, address: string) {
    const where = host === address ? address : `${host} (${address})`;
    super(`${where} is a private address: deliveries there are refused unless allowDeliveryTo lists it`);
    this.name = "DeliveryRefused";
  }
}

/** Decides to which hosts deliveries may go. */
export interface AddressGuard {
  /** Throws {@link DeliveryRefused} for a URL whose host is an address that isn't allowed. */
  checkUrl(url: URL): void;
  /** `dns.lookup` for the connection itself, so that what is checked is what is connected to. */
  lookupFor(url: URL): LookupFunction;
}

/** `allowed`: names, `name:port`, addresses or networks (`10.1.0.0/16`). Loopback is always allowed. */
export function createAddressGuard(allowed: readonly string[] = []): AddressGuard {
  const blocked = new BlockList();
  for (const [network, prefix] of PRIVATE) blocked.addSubnet(network, prefix, familyOf(network));
  const excepted = new BlockList();
  for (const entry of allowed) {
    const [network, prefix] = entry.split("/");
    if (isIP(network!) === 0) continue;
    if (prefix === undefined) excepted.addAddress(network!, familyOf(network!));
    else excepted.addSubnet(network!, Number(prefix), familyOf(network!));
  }
  const names = new Set(allowed.map((entry) => entry.toLowerCase()));

  const mayConnect = (address: string): boolean => {
    const plain = canonical(address);
    return !blocked.check(plain, familyOf(plain)) || excepted.check(plain, familyOf(plain));
  };
  const isNamed = (url: URL) => names.has(url.hostname) || names.has(url.host);

  return {
    checkUrl(url) {
      const host = url.hostname.replace(/^\[|\]$/g, "");
      if (isIP(host) !== 0 && !isNamed(url) && !mayConnect(host)) throw new DeliveryRefused(host, host);
    },
    lookupFor(url) {
      return (hostname, options, callback) => {
        const all: LookupOptions & { all: true } = { ...options, all: true };
        dnsLookup(hostname, all, (error, addresses: LookupAddress[]) => {
          const refused = error
            ? undefined
            : addresses.find(({ address }) => !isNamed(url) && !mayConnect(address));
          const failure = error ?? (refused && new DeliveryRefused(hostname, refused.address));
          if (failure) callback(failure as NodeJS.ErrnoException, "", 0);
          else if (options.all) callback(null, addresses);
          else callback(null, addresses[0]!.address, addresses[0]!.family);
        });
      };
    },
  };
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}

/** IPv4 addresses in IPv6 clothes as what they are: `::ffff:a00:1` is `10.0.0.1`. */
function canonical(address: string): string {
  if (isIP(address) !== 6) return address;
  const match = /^\[::ffff:([0-9a-f]+):([0-9a-f]+)\]$/.exec(new URL(`http://[${address}]`).hostname);
  if (match === null) return address;
  const high = Number.parseInt(match[1]!, 16);
  const low = Number.parseInt(match[2]!, 16);
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
