import { describe, expect, it } from "vitest";
import { parseSettings } from "../../../../src/client/config/settings-file.js";

describe("parseSettings", () => {
  it("reads the default section, keys in any case, both delimiters", () => {
    const text =
      "[default]\nEntity = acme\nbase_url: https://wandb.example:8080/x\nempty =\n\n[other]\nentity = no\n";
    expect(parseSettings(text)).toEqual({
      entity: "acme",
      base_url: "https://wandb.example:8080/x",
      empty: "",
    });
  });

  it("reads comments, continued values, escaped percent signs and Windows line ends", () => {
    const text = "# a\r\n[default]\r\n; b\r\nentity = ac\r\n  me\r\nproject = 100%% # not a comment\r\n";
    expect(parseSettings(text)).toEqual({ entity: "ac\nme", project: "100% # not a comment" });
  });

  it("takes values of DEFAULT for the default section, which must be there", () => {
    expect(parseSettings("[DEFAULT]\nentity = a\nproject = p\n[default]\nentity = b\n")).toEqual({
      entity: "b",
      project: "p",
    });
    expect(parseSettings("[DEFAULT]\nentity = a\n")).toEqual({});
  });

  it("passes over what it can't read", () => {
    expect(parseSettings("stray\n[default]\nno delimiter\nentity = a\n\0")).toEqual({ entity: "a" });
    expect(parseSettings("")).toEqual({});
  });
});
