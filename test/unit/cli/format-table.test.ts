import fc from "fast-check";
import stringWidth from "fast-string-width";
import { describe, expect, it } from "vitest";
import { formatTable } from "../../../src/cli/text/format-table.js";
import { wrapLines, wrapText } from "../../../src/cli/text/wrap-text.js";

describe("formatTable", () => {
  it("lines columns up, colours and wide characters included", () => {
    const table = formatTable(
      [
        ["name", "state"],
        ["\u001b[31mloss\u001b[39m", "on"],
        ["日本語", "off"],
      ],
      80,
    );
    expect(table).toBe("name    state\n\u001b[31mloss\u001b[39m    on\n日本語  off\n");
  });

  it("breaks cells of the widest column where it doesn't fit", () => {
    expect(formatTable([["id", "one two three four", "x"]], 20)).toBe("id  one two three  x\n    four\n");
  });

  it("keeps to the width wherever columns can give way", () => {
    const cell = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 40, max: 100 }),
        (rows, columns) => {
          const lines = formatTable(rows, columns).split("\n");
          expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
        },
      ),
    );
  });
});

describe("wrapText", () => {
  it("breaks between words, then within them, and indents what follows", () => {
    expect(wrapText("one two three", 7)).toBe("one two\nthree");
    expect(wrapText("one two three", 9, "  ")).toBe("one two\n  three");
    expect(wrapText("abcdefgh", 4)).toBe("abcd\nefgh");
  });
});

describe("wrapLines", () => {
  it("keeps lines and lists", () => {
    expect(wrapLines("It has 2 problems:\n  - scope: must be\n  - x\n", 14)).toBe(
      "It has 2\nproblems:\n  - scope:\n    must be\n  - x\n",
    );
  });
});
