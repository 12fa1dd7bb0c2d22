import { describe, expect, it } from "vitest";
import { findMachine, NetrcSyntaxError, parseNetrc } from "../../../../src/client/config/netrc.js";

const passwordOf = (text: string, host = "api.wandb.ai") => findMachine(parseNetrc(text), host)?.password;

describe("parseNetrc", () => {
  it.each([
    ["one line", "machine api.wandb.ai login user password secret"],
    ["several lines", "machine api.wandb.ai\n  login user\n  password secret\n"],
    ["Windows line ends", "machine api.wandb.ai\r\n\tlogin user\r\n\tpassword secret\r\n"],
    ["no login", "machine api.wandb.ai password secret"],
    ["user for login, and an account", "machine api.wandb.ai user me account x password secret"],
    ["quotes", 'machine "api.wandb.ai" login "a user" password "secret"'],
    ["backslashes", "machine api.wandb.ai login a\\ user password se\\cret"],
    ["comments", "# mine\nmachine api.wandb.ai # host\n login user # me\n # key\n password secret # end"],
    [
      "a comment with keywords in it",
      "# machine api.wandb.ai password wrong\nmachine api.wandb.ai password secret",
    ],
    ["other machines", "machine a password 1\nmachine api.wandb.ai password secret\nmachine b password 2"],
    ["default", "machine a password 1\ndefault login anonymous password secret"],
    [
      "a macro before",
      "macdef init\ncd /pub\nmachine api.wandb.ai password wrong\n\nmachine api.wandb.ai password secret",
    ],
    ["a macro after", "machine api.wandb.ai password secret\nmacdef init\ncd /pub"],
  ])("reads %s", (_, text) => {
    expect(passwordOf(text)).toBe("secret");
  });

  it.each([
    ["a hash at the start", "machine api.wandb.ai password #secret", "#secret"],
    ["a hash inside", "machine api.wandb.ai password se#cret", "se#cret"],
    ["spaces and quotes", 'machine api.wandb.ai password "a \\"b\\" c"', 'a "b" c'],
    ["nothing, in quotes", 'machine api.wandb.ai password ""', ""],
    ["nothing at all", "machine api.wandb.ai login user", ""],
  ])("takes a password with %s", (_, text, password) => {
    expect(passwordOf(text)).toBe(password);
  });

  it("tells hosts apart by port, and prefers the host to the default", () => {
    const text = "machine localhost:8080 password a\nmachine localhost password b\ndefault password c";
    expect(passwordOf(text, "localhost:8080")).toBe("a");
    expect(passwordOf(text, "localhost")).toBe("b");
    expect(passwordOf(text, "localhost:9090")).toBe("c");
    expect(passwordOf("machine a password 1", "b")).toBeUndefined();
  });

  it("takes the last of two entries for one host, as Python does", () => {
    expect(passwordOf("machine api.wandb.ai password a\nmachine api.wandb.ai password b")).toBe("b");
  });

  it.each([
    ["machine a\npassword s3cret\nfoo bar", 3],
    ["login s3cret", 1],
    ["machine a\nlogin", 2],
  ])("refuses %j at line %i without repeating it", (text, line) => {
    const error = (() => {
      try {
        return parseNetrc(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(NetrcSyntaxError);
    expect(error).toMatchObject({ line });
    expect((error as Error).message).not.toMatch(/s3cret|foo/);
  });
});
