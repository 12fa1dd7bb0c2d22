import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "wandb-automations";
import { slackMessage } from "../../../src/wire/slack-message.js";

describe("Secret", () => {
  it("gives its value to who asks, and to nobody else", () => {
    const secret = new Secret("canary");
    expect(secret.reveal()).toBe("canary");
    const shown = [
      `${secret}`,
      `${[secret]}`,
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true }),
      format("%s %o %j", secret, secret, secret),
    ];
    for (const text of shown) {
      expect(text).toContain("[redacted]");
      expect(text).not.toContain("canary");
    }
    expect(Object.keys(secret)).toEqual([]);
  });
});

describe("slackMessage", () => {
  it.each([
    [{ title: "T", message: "M", severity: "INFO" }, ":information_source: *T*\nM"],
    [{ title: "T", message: "", severity: "WARN" }, ":warning: *T*"],
    [{ title: "", message: "M", severity: "ERROR" }, ":rotating_light: ERROR\nM"],
  ] as const)("of %o", (text, message) => {
    expect(slackMessage(text)).toEqual({ text: message });
  });
});
