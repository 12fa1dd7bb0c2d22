import { describe, expect, it } from "vitest";
import { count, number, optional, text } from "../../../src/model/option-readers.js";
import { unknownOptions } from "../../../src/model/unknown-options.js";
import { validateInput } from "../../../src/model/validate-input.js";
import { issuesOf } from "./issues-of.js";

const readers = { window: optional(count("must be whole")), webhookUrl: text("must be a URL") };

describe("validateInput", () => {
  it("gives what was parsed", () => {
    expect(validateInput(readers, { webhookUrl: "u" }, "Thing")).toEqual({ webhookUrl: "u" });
  });

  it("reports everything at once: options that aren't known, that are wrong, and what was found before", () => {
    const found = [{ code: "x", path: ["other"], message: "is odd" }];
    const build = () => validateInput(readers, { windows: 1, window: 0.5, webhookUrl: 5 }, "Thing", found);
    expect(issuesOf(build)).toEqual({
      windows: "is not an option here; options are window, webhookUrl",
      window: "must be whole, got 0.5",
      webhookUrl: "must be a URL, got a number",
      other: "is odd",
    });
    expect(build).toThrow(/^Thing has 4 problems:\n {2}- windows: is not an option here/);
  });

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["text", '"text"'],
    [[1], "[1]"],
    [() => 1, "a function"],
  ])("refuses %o in the place of options", (given, shown) => {
    expect(issuesOf(() => validateInput(readers, given, "Thing"))).toEqual({
      "": `must be an object with window, webhookUrl, got ${shown}`,
    });
  });

  it("keeps secrets out of the message", () => {
    const build = () =>
      validateInput({ payload: number("must be a number") }, { payload: "canary" }, "Thing");
    expect(issuesOf(build)).toEqual({ payload: "must be a number, got text that isn't shown" });
  });
});

describe("unknownOptions", () => {
  const meant = (key: string, known: string[]) => unknownOptions({ [key]: 1 }, known)[0]?.message;

  it.each([
    ["prior_window", ["window", "priorWindow"], "priorWindow"],
    ["integration_id", ["integrationId"], "integrationId"],
    ["TITLE", ["title"], "title"],
    ["text", ["title", "message"], "message"],
    ["level", ["severity"], "severity"],
    ["request_payload", ["payload"], "payload"],
    ["threshold", ["name", "amount"], "amount"],
  ])("guesses what %s means", (key, known, name) => {
    expect(meant(key, known)).toBe(`is not an option here; did you mean ${name}?`);
  });

  it("lists the options where it can't guess", () => {
    expect(meant("colour", ["a", "b"])).toBe("is not an option here; options are a, b");
    expect(meant("level", ["a"])).toBe("is not an option here; options are a");
  });
});
