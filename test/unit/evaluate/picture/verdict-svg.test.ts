import { describe, expect, it } from "vitest";
import { verdictToSvg } from "../../../../src/evaluate/picture/verdict-svg.js";
import type { MetricSpec } from "../../../../src/wire/event-filter.js";
import { elementsOf, pictureOf, threshold, withClass } from "./picture-of.js";

const rising = { name: "rising", values: [1, 2, 3, 4, 5, 6, 7, 8] };
const flat = { name: "flat", values: [1, 1, 1, 1] };
const zscore: MetricSpec = { kind: "zscore", name: "loss", window: 4, threshold: 3, changeDir: "ANY" };
const change: MetricSpec = {
  kind: "change",
  name: "loss",
  agg: "AVERAGE",
  window: 2,
  priorWindow: 3,
  changeType: "ABSOLUTE",
  changeDir: "INCREASE",
  amount: 2,
};

const texts = (svg: string) => elementsOf(svg).map(({ text }) => text);

describe("the picture of a verdict", () => {
  it("marks a firing at its step, on what was compared", () => {
    const svg = verdictToSvg(pictureOf(threshold(), [rising]));
    const [dot] = withClass(svg, "mark").filter(({ name }) => name === "circle");
    const values = withClass(svg, "dot").map(({ attributes }) => [attributes.cx, attributes.cy]);
    expect(values).toHaveLength(8);
    expect([dot?.attributes.cx, dot?.attributes.cy]).toEqual(values[5]);
    expect(texts(svg)).toContain("▲ step 5");
    expect(withClass(svg, "moment")).toHaveLength(1);
  });

  it("shades the side on which a threshold fires", () => {
    const level = (cmp: "$gt" | "$lt" | "$eq") => {
      const svg = verdictToSvg(pictureOf(threshold({ cmp }), [rising]));
      const line = withClass(svg, "level").find(({ attributes }) => Number(attributes.x2) > 100);
      const zone = withClass(svg, "zone").find(({ attributes }) => Number(attributes.width) > 100);
      return { at: line?.attributes.y1, zone: zone?.attributes.y, height: zone?.attributes.height };
    };
    const { at, ...above } = level("$gt");
    expect(above).toEqual({ zone: "0", height: at });
    expect(level("$lt").zone).toBe(at);
    expect(level("$eq")).toEqual({ at, zone: undefined, height: undefined });
  });

  it("shows the windows of a change next to each other, and its level", () => {
    const svg = verdictToSvg(pictureOf(change, [rising]));
    const [now] = withClass(svg, "now").filter(({ attributes }) => attributes.height !== "12");
    const [before] = withClass(svg, "before").filter(({ attributes }) => attributes.height !== "12");
    const [last] = withClass(svg, "moment");
    const right = ({ attributes }: { attributes: Readonly<Record<string, string>> }) =>
      Number(attributes.x) + Number(attributes.width);
    expect(right(now!)).toBeCloseTo(Number(last?.attributes.x1), 0);
    expect(right(before!)).toBeLessThan(Number(now?.attributes.x));
    expect(withClass(svg, "level").some(({ name }) => name === "path")).toBe(true);
    expect(texts(svg)).toContain("prior window (3)");
  });

  it("draws a z-score as a band with a level on both sides", () => {
    const svg = verdictToSvg(pictureOf(zscore, [{ name: "r", values: [1, 2, 1, 2, 1, 2, 9, 1] }]));
    expect(withClass(svg, "level").filter(({ name }) => name === "path")).toHaveLength(2);
    expect(texts(svg)).toContain("▲ step 6");
  });

  it("breaks the curve at NaN and marks NaN and infinities", () => {
    const values = [1, 2, Number.NaN, 2, 1, Number.POSITIVE_INFINITY, 1, Number.NEGATIVE_INFINITY, 1];
    const svg = verdictToSvg(pictureOf(threshold({ cmp: "$lt", threshold: 0.5 }), [{ name: "r", values }]));
    const [curve] = withClass(svg, "curve").filter(({ name }) => name === "path");
    expect(curve?.attributes.d?.match(/M/g)).toHaveLength(4);
    const marks = elementsOf(svg).filter(({ text }) => / at \d+$/.test(text));
    expect(marks.map(({ text }) => text)).toEqual(["NaN at 2", "Infinity at 5", "-Infinity at 7"]);
  });

  it("keeps the one spike of a million values, and stays small", () => {
    const values = Array.from({ length: 1_000_000 }, (_, i) => (i === 765_432 ? 9 : Math.sin(i / 1e4)));
    const svg = verdictToSvg(pictureOf(threshold(), [{ name: "r", values }]));
    const [dot] = withClass(svg, "mark").filter(({ name }) => name === "circle");
    const [curve] = withClass(svg, "curve").filter(({ name }) => name === "path");
    expect(curve?.attributes.d).toContain(`${dot?.attributes.cx},${dot?.attributes.cy}`);
    expect(svg.length).toBeLessThan(200_000);
  });

  it("puts firings in their places on a series that was thinned out", () => {
    const values = Array.from({ length: 100 }, (_, i) => (i === 61 ? 50 : i % 7));
    const metric = threshold({ agg: "AVERAGE", window: 10, threshold: 7 });
    const data = pictureOf(metric, [{ name: "r", values }]);
    const series = { steps: [0, 20, 40, 61, 80, 99], values: [0, 6, 0, 50, 0, 6] };
    const [outcome] = data.outcomes;
    const [firing] = data.firings;
    expect(firing?.step).toBe(61);
    const lacking = { steps: [0, 20, 40, 80, 99], values: [0, 6, 0, 0, 6] };
    const dots = [series, lacking].map((one) => {
      const svg = verdictToSvg({ ...data, outcomes: [{ ...outcome!, series: one } as never] });
      expect(withClass(svg, "quiet").some(({ text }) => text.includes("lowest and highest"))).toBe(true);
      const [dot] = withClass(svg, "mark").filter(({ name }) => name === "circle");
      return [dot?.attributes.cx, dot?.attributes.cy];
    });
    const exact = verdictToSvg(data);
    const [moment] = withClass(exact, "moment");
    expect(dots[0]?.[0]).toBe(moment?.attributes.x1);
    expect(dots[1]).toEqual(dots[0]);
  });

  it("gives the runs that fired charts of their own and lets the others share one", () => {
    const runs = Array.from({ length: 60 }, (_, i) => ({
      name: `run-${i}`,
      values: i % 30 === 7 ? [1, 9] : [1, 2],
    }));
    const svg = verdictToSvg(pictureOf(threshold(), runs), { maxRuns: 4 });
    const names = withClass(svg, "run").map(({ text }) => text);
    expect(names.slice(0, 2)).toEqual(["run-7", "run-37"]);
    expect(names).toHaveLength(5);
    expect(names.at(-1)).toBe("56 more runs");
    expect(withClass(svg, "other")).toHaveLength(56);
  });

  it("goes by the order of values where rows have no steps", () => {
    const values = [1, 2, 9, 1];
    const svg = verdictToSvg(
      pictureOf(threshold(), [{ name: "r", values, steps: values.map(() => Number.NaN) }]),
    );
    expect(texts(svg)).toContain("logged value");
    const [dot] = withClass(svg, "mark").filter(({ name }) => name === "circle");
    expect(dot?.attributes.cx).toBe(withClass(svg, "dot")[2]?.attributes.cx);
  });

  it("draws the windows at firings where series weren't collected, and says so", () => {
    const svg = verdictToSvg(
      pictureOf(change, [
        { ...rising, series: false },
        { ...flat, series: false },
      ]),
    );
    expect(withClass(svg, "run").map(({ text }) => text)).toContain("rising");
    expect(texts(svg).some((text) => text.includes('collect: "series"'))).toBe(true);
  });

  it("goes logarithmic where values span decades", () => {
    const decades = Array.from({ length: 50 }, (_, i) => 10 ** (3 - i / 8));
    const svg = verdictToSvg(pictureOf(threshold({ threshold: 2000 }), [{ name: "r", values: decades }]));
    expect(texts(svg)).toContain("loss (log)");
    expect(texts(verdictToSvg(pictureOf(threshold(), [rising])))).toContain("loss");
  });

  it("lists what an automation without a metric made of the runs", () => {
    const data = pictureOf(threshold(), [flat]);
    const { metric: _, ...summary } = data.automations[0]!;
    const svg = verdictToSvg({ ...data, automations: [summary] });
    expect(texts(svg)).toContain("run flat: it never held");
  });

  it("survives values that leave nothing to scale by", () => {
    for (const values of [[Number.NaN], [Number.POSITIVE_INFINITY], [0], [1e308, -1e308], [5e-324], []]) {
      for (const metric of [threshold(), threshold({ agg: "AVERAGE", window: 3 }), zscore, change]) {
        const svg = verdictToSvg(pictureOf(metric, [{ name: "r", values }]));
        expect(svg).not.toMatch(/="[^"]*(NaN|Infinity|undefined)/);
        elementsOf(svg);
      }
    }
  });
});

describe("text from outside", () => {
  const nasty = `<script>alert("1")</script>&amp;'\u0000\u001b[31m\ud800\u202e]]>`;

  it("can't become markup, and leaves the document well-formed", () => {
    const data = pictureOf(threshold({ name: nasty }), [{ ...rising, name: nasty }], nasty);
    const svg = verdictToSvg({ ...data, automations: [{ ...data.automations[0]!, title: nasty }] });
    expect(elementsOf(svg).map(({ name }) => name)).not.toContain("script");
    expect(texts(svg).join(" ")).toContain(`<script>alert("1")</script>&amp;'`);
    for (const char of "\u0000\u001b\u202e") expect(svg).not.toContain(char);
  });

  it("of any length doesn't make the picture long", () => {
    const long = "long ".repeat(2000);
    const data = pictureOf(threshold({ name: long }), [{ ...rising, name: long }], long);
    const svg = verdictToSvg({ ...data, automations: [{ ...data.automations[0]!, title: long }] });
    expect(svg.length).toBeLessThan(50_000);
  });
});

describe("readers of all kinds", () => {
  it("find a title and a description that says what the picture shows", () => {
    const svg = elementsOf(verdictToSvg(pictureOf(threshold(), [rising, flat])));
    const [root] = svg;
    const byId = (id: string | undefined) => svg.find(({ attributes }) => attributes.id === id)?.text;
    const [title, description] = root?.attributes["aria-labelledby"]?.split(" ") ?? [];
    expect(root?.attributes.role).toBe("img");
    expect(byId(title)).toBe("Dry run of alert");
    expect(byId(description)).toBe(
      "alert (loss is too high) fired once on 1 of 2 runs. Fired on run rising at step 5: loss held.",
    );
  });

  it("get the colours they asked for", () => {
    const data = pictureOf(threshold(), [rising]);
    expect(verdictToSvg(data)).toContain("@media(prefers-color-scheme:dark)");
    expect(verdictToSvg(data, { theme: "dark" })).toContain("--paper:#0d1117");
    expect(verdictToSvg(data, { theme: "light" })).not.toContain("dark");
  });

  it("can read the text: a contrast of at least 4.5 with the paper, and 3 for curves", () => {
    for (const theme of ["light", "dark"] as const) {
      const css = verdictToSvg(pictureOf(threshold(), [rising]), { theme });
      const colour = (name: string) => new RegExp(`--${name}:(#[0-9a-f]+)`).exec(css)![1]!;
      for (const name of ["ink", "quiet", "level"])
        expect(contrast(colour(name), colour("paper"))).toBeGreaterThan(4.5);
      for (const name of ["raw", "curve"]) expect(contrast(colour(name), colour("paper"))).toBeGreaterThan(3);
    }
  });
});

describe("options", () => {
  it("are refused where they can't be followed, all at once", () => {
    const data = pictureOf(threshold(), [flat]);
    const wrong = { width: 10, maxRuns: 0, theme: "pink" } as never;
    expect(() => verdictToSvg(data, wrong)).toThrow(/width.*\n?.*maxRuns.*\n?.*theme/s);
  });
});

/** Contrast of two colours as WCAG 2 defines it. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const hex = colour.length === 4 ? [...colour.slice(1)].map((c) => c + c) : colour.slice(1).match(/../g)!;
    const [r, g, b] = hex.map((part) => {
      const value = Number.parseInt(part, 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}
