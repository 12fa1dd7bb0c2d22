import { describe, expect, it } from "vitest";
import { inputEventFilter } from "../../../src/wire/input-event-filter.js";

const INNER = '{"$or":[{"$and":[{"alias":{"$eq":"prod"}}]}]}';

describe("inputEventFilter", () => {
  it.each([
    ["text in text", JSON.stringify({ filter: INNER }), INNER],
    ["an object in text", `{"filter":${INNER}}`, INNER],
    ["an object in text, with spaces", `  { "filter" :  ${INNER}  }  `, INNER],
    ["text in an object", { filter: INNER }, INNER],
    ["an object", { filter: JSON.parse(INNER) }, INNER],
    ["an escaped key", `{"\\u0066ilter":${INNER}}`, INNER],
    ["no wrapper", INNER, INNER],
    ["an object without a wrapper", JSON.parse(INNER), INNER],
    ["more than the wrapper", '{"filter":{},"x":1}', '{"filter":{},"x":1}'],
    ["what isn't JSON", "oops", "oops"],
    ["nothing", undefined, ""],
    ["null", null, ""],
  ])("takes an artifact filter out of %s", (_, saved, input) => {
    expect(inputEventFilter("LINK_MODEL", saved)).toBe(input);
  });

  it("keeps every digit of what it takes out", () => {
    const inner = '{"tag":{"$in":[9007199254740993, 1.0, 1e-9]}}';
    expect(inputEventFilter("ADD_ARTIFACT_TAG", `{"filter": ${inner}}`)).toBe(inner);
  });

  it("leaves run filters as they are, whatever they hold", () => {
    for (const saved of ['{"filter": "{}"}', '{ "run_filter" : "{}" }']) {
      expect(inputEventFilter("RUN_METRIC", saved)).toBe(saved);
      expect(inputEventFilter("RUN_STATE", saved)).toBe(saved);
    }
  });

  it("handles a filter nested 100,000 deep", () => {
    const inner = `${'{"$not":'.repeat(100_000)}{}${"}".repeat(100_000)}`;
    expect(inputEventFilter("LINK_MODEL", `{"filter":${inner}}`)).toBe(inner);
  });
});
