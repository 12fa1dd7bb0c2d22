import { describe, expect, it } from "vitest";
import { DoNothing, defineAutomation, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { type SweepGrid, sweep } from "wandb-automations/evaluate";
import { series } from "wandb-automations/history";
import { elementsOf, withClass } from "../picture/picture-of.js";

const runs = ["1x9", "1x3 5 1x3", "1+1x6"].map((values, i) => series("loss", values, { run: `r${i}` }));

const swept = (grid: SweepGrid, name = "too-high") =>
  sweep(
    defineAutomation({
      name,
      event: new OnRunMetric({
        scope: "acme/vision",
        filter: new MetricThresholdFilter({
          name: "loss",
          cmp: ">",
          threshold: 2,
          agg: "average",
          window: 2,
        }),
      }),
      action: new DoNothing(),
    }),
    grid,
    runs,
  );

describe("a sweep as text", () => {
  it("is a table with a bar for the runs hit", async () => {
    const text = (await swept({ threshold: [0.5, 2, 100], window: [2] })).toText();
    expect(text).toBe(
      [
        "too-high: average of the last 2 values of loss > 2",
        "now (threshold 2, window 2): fires 2 times on 2 of 3 runs, first at step 2",
        "",
        "threshold  window  firings  runs hit  first step",
        "      0.5       2        3    3 of 3           1  ████████████████████",
        "        2       2        2    2 of 3           2  ██████████████ ◂ now",
        "      100       2        0    0 of 3",
      ].join("\n"),
    );
  });

  it("is Markdown that names can't break", async () => {
    const markdown = (await swept({ threshold: [2, 100] }, "a|b\n# <b>")).toMarkdown();
    expect(markdown).toContain("# Sweep of a\\|b # \\<b\\>\n");
    expect(markdown).toContain("| **2** | **2** | **2 of 3** | **2** |\n| 100 | 0 | 0 of 3 |  |\n");
  });

  it("is JSON with a version", async () => {
    const json = JSON.parse(JSON.stringify(await swept({ threshold: [2] })));
    expect(json).toMatchObject({ schema: "wandb-automations/sweep/1", rows: [{ firings: 2 }], runs: 3 });
    expect(json.rows[0].hits[0]).toEqual({
      run: { id: "r1" },
      step: 4,
      timestamp: expect.any(Number),
      firings: 1,
    });
  });
});

describe("a sweep as a picture", () => {
  it("is a curve for one setting in numbers", async () => {
    const svg = (await swept({ threshold: [0.5, 1.5, 2, 3, 100] })).toSVG();
    const dots = withClass(svg, "dot").map(({ attributes }) => Number(attributes.cy));
    expect(dots).toHaveLength(5);
    expect(dots).toEqual([...dots].sort((a, b) => a - b));
    expect(withClass(svg, "fired").map(({ text }) => text)).toEqual(["now 2"]);
  });

  it("is a heat map for two, with the numbers written in", async () => {
    const svg = (await swept({ threshold: [0.5, 2, 100], window: [1, 2] })).toSVG();
    const cells = elementsOf(svg).filter(({ attributes }) => attributes.fill === "var(--curve)");
    expect(cells).toHaveLength(6);
    const texts = elementsOf(svg).map(({ text }) => text);
    expect(texts.filter((text) => /^\d( · now)?$/.test(text))).toEqual(
      expect.arrayContaining(["3", "2 · now", "0"]),
    );
  });

  it("has a map for each combination of further settings", async () => {
    const svg = (await swept({ threshold: [1, 2], window: [1, 2], agg: ["average", "min", null] })).toSVG();
    expect(withClass(svg, "run").map(({ text }) => text)).toEqual(["agg average", "agg min", "agg null"]);
  });

  it("says in words what it shows, and escapes names", async () => {
    const found = await swept({ threshold: [2, 3] }, "<script>");
    const description = elementsOf(found.toSVG()).find(({ name }) => name === "desc")?.text;
    expect(description).toContain("threshold 3: 1 firing on 1 of 3 runs.");
    expect(found.toHTML()).not.toContain("<script");
    expect(found.toHTML()).toContain('<td class="number">2 of 3</td>');
  });

  it("refuses options that can't be followed", async () => {
    const found = await swept({ threshold: [2] });
    expect(() => found.toSVG({ width: 1 })).toThrow("width");
    expect(() => found.toHTML({ theme: "pink" as never })).toThrow("theme");
  });
});
