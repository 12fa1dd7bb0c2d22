import { describe, expect, it } from "vitest";
import { verdictToText } from "../../../../src/evaluate/picture/verdict-text.js";
import { pictureOf, threshold } from "./picture-of.js";

const ramp = { name: "ramp", values: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
const flat = { name: "flat", values: [1, 1] };

describe("a verdict in characters", () => {
  it("draws the curve and the threshold, with a pointer under the step", () => {
    const text = verdictToText(pictureOf(threshold(), [ramp, flat]), { width: 40, height: 6 });
    expect(text).toBe(
      [
        "alert fired once on 1 of 2 runs",
        "loss is too high",
        "",
        "ramp",
        "10 ┤                             ⢀⡠⠤⠒⠒⠉",
        "   │                       ⢀⣀⠤⠤⠒⠊⠁",
        "   │                  ⢀⡠⠔⠊⠉⠁",
        " 5 ┤╌╌╌╌╌╌╌╌╌╌╌⢀⣀⡠⠤⠒⠒⠉⠁╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        "   │     ⢀⡠⠤⠒⠒⠉⠁",
        " 0 ┤⣀⠤⠤⠒⠊⠁",
        "   └────────────────────▲──────────────",
        "    0                step 6          10",
        "",
        "▲ run ramp at step 6: loss held",
        "· run flat: it never held",
      ].join("\n"),
    );
  });

  it("keeps to its width", () => {
    const data = pictureOf(threshold(), [{ ...ramp, name: "a run with a long name ".repeat(20) }, flat]);
    for (const width of [40, 80, 120]) {
      const lines = verdictToText(data, { width }).split("\n");
      expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
    }
  });

  it("shows the closest run where none fired", () => {
    const near = { name: "near", values: [1, 4.9] };
    const data = pictureOf(threshold(), [flat, near]);
    const [first, second] = data.outcomes as [(typeof data.outcomes)[0], (typeof data.outcomes)[0]];
    const closest = (outcome: typeof first, gap: number) => ({
      ...outcome,
      closest: { compared: 5 - gap, gap },
    });
    const text = verdictToText({ ...data, outcomes: [closest(first, 4), closest(second, 0.1)] as never });
    expect(text).toContain("near (closest 4.9)");
    expect(text.match(/└/g)).toHaveLength(1);
  });

  it("colours only when asked to", () => {
    const data = pictureOf(threshold(), [ramp]);
    expect(verdictToText(data)).not.toContain("\u001b");
    expect(verdictToText(data, { color: true })).toContain("\u001b[31m▲\u001b[39m");
  });

  it("doesn't let names steer the terminal", () => {
    const text = verdictToText(
      pictureOf(threshold(), [{ ...ramp, name: "\u001b[2J\u0007\u202e" }], "\u001b]0;x\u0007"),
    );
    for (const char of "\u001b\u0007\u202e") expect(text).not.toContain(char);
  });

  it("leaves a gap where values are NaN", () => {
    const values = Array.from({ length: 100 }, (_, i) => (i > 40 && i < 60 ? Number.NaN : 3));
    const [line] = verdictToText(pictureOf(threshold({ cmp: "$lt", threshold: 1 }), [{ name: "r", values }]))
      .split("\n")
      .filter((one) => /⠤{5,}|⠒{5,}|⠉{5,}|⣀{5,}/.test(one));
    expect(line).toMatch(/[⠤⠒⠉⣀] {10,}[⠈⠤⠒⠉⣀]/);
  });

  it("refuses options that can't be followed", () => {
    const data = pictureOf(threshold(), [flat]);
    expect(() => verdictToText(data, { width: 5, height: 1.5, color: 1 } as never)).toThrow(
      /width.*height.*color/s,
    );
  });
});
