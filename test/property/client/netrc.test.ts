import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findMachine, NetrcSyntaxError, parseNetrc } from "../../../src/client/config/netrc.js";

const quote = (token: string) => `"${token.replace(/["\\]/g, "\\$&")}"`;
const token = fc.string({ unit: "grapheme" }).filter((text) => text !== "default");
const gap = fc.constantFrom(" ", "\n", "\r\n", "\t", " # a comment\n");

describe("parseNetrc", () => {
  it("gives back every machine that was written, whatever its name and password hold", () => {
    const machine = fc.record({ host: token, login: token, password: token, gap });
    fc.assert(
      fc.property(fc.uniqueArray(machine, { selector: ({ host }) => host }), (machines) => {
        const text = machines.map(({ host, login, password, gap: between }) =>
          [`machine ${quote(host)}`, `login ${quote(login)}`, `password ${quote(password)}`].join(between),
        );
        const netrc = parseNetrc(text.join("\n"));
        for (const { host, login, password } of machines) {
          expect(findMachine(netrc, host)).toEqual({ login, password });
        }
      }),
    );
  });

  it("ends with entries or a NetrcSyntaxError for any text", () => {
    const words = fc.constantFrom(
      "machine",
      "default",
      "login",
      "password",
      "macdef",
      "#",
      '"',
      "\\",
      "\n",
      " ",
      "x",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(words).map((all) => all.join(" ")),
        ),
        (text) => {
          try {
            parseNetrc(text);
          } catch (error) {
            expect(error).toBeInstanceOf(NetrcSyntaxError);
          }
        },
      ),
    );
  });
});
