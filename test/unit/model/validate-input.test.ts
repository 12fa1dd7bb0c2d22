import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { unknownOptions } from "../../../src/model/unknown-options.js";
import { validateInput } from "../../../src/model/validate-input.js";
import { issuesOf } from "./issues-of.js";

const shape = z.object({
  window: z.optional(z.int("must be whole").check(z.positive("must be whole"))),
  webhookUrl: z.string("must be a URL"),
});

describe("validateInput", () => {
  it("gives what was parsed", () => {
    expect(validateInput(shape, { webhookUrl: "u" }, "Thing")).toEqual({ webhookUrl: "u" });
  });

  it("reports everything at once: options that aren't known, that are wrong, and what was found before", () => {
    const found = [{ code: "x", path: ["other"], message: "is odd" }];
    const build = () => validateInput(shape, { windows: 1, window: 0.5, webhookUrl: 5 }, "Thing", found);
    expect(issuesOf(build)).toEqual({
      windows: "is not an option here; options are window, webhookUrl",
      window: "must be whole, got 0.5",
      webhookUrl: "must be a URL, got a number",
      other: "is odd",
    });
    expect(build).toThrow(/^Thing has 4 problems:\n {2}- windows: is not an option here/);
  });

  it("says a rule that is broken twice once", () => {
    const twice = z.object({
      name: z.string("no").check(z.maxLength(2, "must be short"), z.regex(/^a$/, "must be short")),
    });
    expect(() => validateInput(twice, { name: "bbb" }, "Thing")).toThrow("Thing has 1 problem:");
  });

  it.each([
    [undefined, "nothing"],
    [null, "null"],
    ["text", '"text"'],
    [[1], "[1]"],
    [() => 1, "a function"],
  ])("refuses %o in the place of options", (given, shown) => {
    expect(issuesOf(() => validateInput(shape, given, "Thing"))).toEqual({
      "": `must be an object with window, webhookUrl, got ${shown}`,
    });
  });

  it("keeps secrets out of the message", () => {
    const nested = z.object({ payload: z.object({ a: z.number("must be a number") }) });
    const build = () => validateInput(nested, { payload: { a: "canary" } }, "Thing");
    expect(issuesOf(build)).toEqual({ "payload.a": "must be a number, got text that isn't shown" });
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
