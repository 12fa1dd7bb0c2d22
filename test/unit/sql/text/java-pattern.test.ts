import { describe, expect, it } from "vitest";
import { compileRegex } from "../../../../src/evaluate/filter/regex.js";
import { javaPattern } from "../../../../src/sql/text/java-pattern.js";
import { PATTERNS, TEXTS } from "../../../sql/patterns.js";

/** Java's syntax as far as the translation uses it, in JavaScript's. */
function asJavaScript(java: string): RegExp {
  const text = java
    .replaceAll(/\\x\{([0-9a-f]+)\}/g, "\\u{$1}")
    .replaceAll("\\A", "^")
    .replaceAll("\\z", "$");
  return new RegExp(text, "u");
}

describe("javaPattern", () => {
  it.each(PATTERNS)("finds %s in the same texts as RE2", (pattern) => {
    const java = asJavaScript(javaPattern(pattern));
    const found = TEXTS.filter((text) => java.test(text));
    expect(found).toEqual(TEXTS.filter(compileRegex(pattern)));
  });

  it.each([
    ["(a+)+$", "a repetition inside a repetition"],
    ["(a|ab)*c", "a choice inside a repetition"],
    ["\\pL+", "the Unicode class \\p, whose tables differ"],
    ["[\\p{Greek}]", "the Unicode class \\p, whose tables differ"],
    ["a*b*c*d*", "more than 3 repetitions without a bound"],
    ["(?i)[\\x{100}-\\x{1000}]", "a class of 3841 characters where case doesn't count"],
  ])("refuses %s by name", (pattern, what) => {
    expect(() => javaPattern(pattern)).toThrow(
      `$regex ${JSON.stringify(pattern)} can't be said in SQL for Spark: ${what}`,
    );
  });

  it("refuses what RE2 refuses", () => {
    expect(() => javaPattern("a(?=b)")).toThrow("isn't a pattern that RE2 accepts");
  });
});
