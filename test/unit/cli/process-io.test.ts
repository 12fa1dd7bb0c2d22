import { describe, expect, it } from "vitest";
import { wantsColor } from "../../../src/cli/process-io.js";

describe("wantsColor", () => {
  it.each([
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { NO_COLOR: "" }, true],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "0" }, false],
    [false, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("on a terminal: %j, with %j: %j", (isTty, env, color) => {
    expect(wantsColor(isTty, env)).toBe(color);
  });
});
