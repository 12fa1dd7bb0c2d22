import { SaxesParser } from "saxes";
import type { PictureData } from "../../../../src/evaluate/picture/picture-data.js";
import type { MetricFiring } from "../../../../src/evaluate/verdict/firing.js";
import type { RunOutcome } from "../../../../src/evaluate/verdict/outcome.js";
import { meets, toCondition } from "../../../../src/evaluate/window/condition.js";
import { measure } from "../../../../src/evaluate/window/measure.js";
import type { MetricSpec } from "../../../../src/wire/event-filter.js";

export interface GivenRun {
  readonly name: string;
  readonly values: readonly number[];
  readonly steps?: readonly number[];
  readonly series?: boolean;
}

export const threshold = (over: Partial<MetricSpec & { kind: "threshold" }> = {}): MetricSpec => ({
  kind: "threshold",
  name: "loss",
  agg: null,
  window: 1,
  cmp: "$gt",
  threshold: 5,
  ...over,
});

/** What a verdict on one automation has for pictures: each run fires at the first value that satisfies. */
export function pictureOf(metric: MetricSpec, runs: readonly GivenRun[], name = "alert"): PictureData {
  const condition = toCondition(metric);
  const automation = { index: 0, name };
  const firings: MetricFiring[] = [];
  const outcomes = runs.map(
    ({ name: id, values, steps = values.map((_, i) => i), series = true }): RunOutcome => {
      const satisfied = values.flatMap((_, at) => {
        if (at + 1 < condition.needed) return [];
        return meets(measure(condition, values, at, at + 1).compared, condition.comparison, condition.limit)
          ? [at]
          : [];
      });
      const at = satisfied[0];
      if (at !== undefined) {
        const measurement = measure(condition, values, at, at + 1);
        const first = at + 1 - condition.window;
        firings.push({
          kind: "metric",
          automation,
          run: { id },
          ...(Number.isFinite(steps[at]) ? { step: steps[at]! } : {}),
          metric: metric.name,
          values: values.slice(first, at + 1),
          prior: values.slice(first - condition.prior, first),
          measurement,
          compared: measurement.compared,
          comparison: condition.comparison,
          threshold: condition.limit,
          reason: `${metric.name} held`,
        });
      }
      return {
        kind: "run",
        automation,
        run: { id },
        firings: at === undefined ? 0 : 1,
        logged: values.length,
        evaluated: values.length,
        satisfied: satisfied.length,
        ...(series ? { series: { steps, values } } : {}),
        blockers: at === undefined ? [{ kind: "condition", message: "it never held" }] : [],
        notes: [],
      };
    },
  );
  const runsFired = firings.length;
  const summary = {
    automation,
    title: "loss is too high",
    firings: runsFired,
    runs: runs.length,
    runsFired,
    metric,
  };
  return { automations: [summary], firings, outcomes };
}

/** An element of a picture, as a strict XML parser found it. */
export interface Found {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Every element of an XML document, in document order. Throws where the document isn't well-formed. */
export function elementsOf(xml: string): Found[] {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = [];
  const open: (typeof found)[number][] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const one = { name, attributes: attributes as Record<string, string>, text: "" };
    found.push(one);
    open.push(one);
  });
  parser.on("text", (content) => {
    const last = open.at(-1);
    if (last) last.text += content;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return found;
}

export const withClass = (xml: string, name: string): Found[] =>
  elementsOf(xml).filter(({ attributes }) => attributes.class === name);
