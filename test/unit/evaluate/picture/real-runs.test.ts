import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DoNothing, MetricChangeFilter, MetricThresholdFilter, OnRunMetric } from "wandb-automations";
import { dryRun } from "wandb-automations/evaluate";
import { history } from "wandb-automations/history";
import { elementsOf, withClass } from "./picture-of.js";

const FOLDER = new URL("../../../../examples/runs/", import.meta.url);
const RUNS = `${FOLDER.pathname}*.wandb`;
const onMetric = (filter: MetricThresholdFilter | MetricChangeFilter) =>
  new OnRunMetric({ scope: "acme/digits", filter }).then(new DoNothing());
const accurate = onMetric(new MetricThresholdFilter({ name: "val/accuracy", cmp: ">", threshold: 0.95 }));
const dropping = onMetric(
  new MetricChangeFilter({ name: "train/loss", amount: 0.25, changeDir: "decrease" }),
);

describe("the pictures of a dry run on recorded runs", () => {
  it("show every run, and each firing at its step", async () => {
    const verdict = await dryRun([accurate, dropping], history(RUNS), { collect: "series" });
    const expected = JSON.parse(readFileSync(new URL("expected.json", FOLDER), "utf8"));
    const fires = [expected.automations[0], expected.automations[4]].flatMap(({ fires }) => fires);
    const svg = verdict.toSVG();
    const captions = withClass(svg, "fired")
      .map(({ text }) => text)
      .filter((text) => text.includes("step"));
    expect(captions.sort()).toEqual(fires.map(({ step }: { step: number }) => `▲ step ${step}`).sort());
    expect(withClass(svg, "run")).toHaveLength(12);
    const titles = elementsOf(svg).map(({ text }) => text);
    expect(titles.filter((text) => / fired at step /.test(text))).toHaveLength(fires.length);
    expect(verdict.toHTML().match(/<svg/g)).toHaveLength(2);
    expect(verdict.toText()).toContain("step 134");
  });

  it("look like the one in docs/dry-run.md", async () => {
    const verdict = await dryRun(dropping, history(RUNS), { collect: "series" });
    await expect(verdict.toSVG()).toMatchFileSnapshot("../../../../docs/images/dry-run.svg");
  });

  it("show the windows at the firings where series weren't collected", async () => {
    const verdict = await dryRun(dropping, history(RUNS));
    expect(withClass(verdict.toSVG(), "run").map(({ text }) => text)).toEqual([
      "baseline",
      "crashes",
      "fast-lr",
    ]);
    expect(verdict.toText()).toContain("step 122");
  });
});
