import { formatNumber } from "../format-number.js";
import type { DrawnCurve } from "./drawn-curve.js";
import { element, join, type Markup, text } from "./markup.js";
import type { MetricCurves } from "./run-curve.js";
import { fitText, textWidth } from "./text-size.js";

interface Entry {
  readonly symbol: Markup;
  readonly label: string;
}

const SYMBOL = 22;
const ROW = 20;

/** What the marks mean: only those that are there. Flows over as many rows as it needs. */
export function legend(
  curves: MetricCurves,
  drawn: readonly DrawnCurve[],
  width: number,
  hatch: string,
): { readonly markup: Markup; readonly height: number } {
  let x = 0;
  let y = 12;
  const items = entries(curves, drawn, hatch).map(({ symbol, label }) => {
    const shown = fitText(label, width - SYMBOL - 8);
    const needed = SYMBOL + 6 + textWidth(shown) + 18;
    if (x > 0 && x + needed > width) {
      x = 0;
      y += ROW;
    }
    const item = element(
      "g",
      { transform: `translate(${x},${y})` },
      symbol,
      element("text", { class: "quiet", x: SYMBOL + 6, y: 0 }, text(shown)),
    );
    x += needed;
    return item;
  });
  return { markup: join(items), height: y + 8 };
}

function entries(
  { condition, metric, curves }: MetricCurves,
  drawn: readonly DrawnCurve[],
  hatch: string,
): Entry[] {
  const { spec, window, prior } = condition;
  const aggregated = spec.kind !== "zscore" && window > 1;
  const hasZone = condition.comparison !== "==" && condition.comparison !== "!=";
  const fired = curves.some(({ firings }) => firings.length > 0);
  const shown = drawn.flatMap(({ curve, places }) => places.map((at) => curve.values[at]!));
  const entry = (label: string, symbol: Markup): Entry => ({ label, symbol });
  const swatch = (className: string, fill?: string) =>
    element("rect", { class: className, fill, x: 3, y: -11, width: 16, height: 12 });
  return [
    entry(aggregated ? `${metric} as logged` : metric, stroke(aggregated ? "raw" : "curve")),
    ...(aggregated ? [entry(aggregateName(curveAgg(condition), window), stroke("curve"))] : []),
    entry(levelName(condition), join(hasZone ? swatch("zone") : undefined, stroke("level"))),
    ...(fired ? [entry("fired", element("path", { class: "mark", d: "M11,-11l6,10h-12z" }))] : []),
    ...(fired && window > 1 ? [entry(`current window (${window})`, swatch("now"))] : []),
    ...(fired && prior > 0
      ? [
          entry(
            spec.kind === "zscore" ? `baseline (${prior})` : `prior window (${prior})`,
            join(swatch("before"), swatch("hatching", `url(#${hatch})`)),
          ),
        ]
      : []),
    ...(curves.some(({ held }) => held.length > 0)
      ? [entry("condition held", element("line", { class: "held", x1: 11, x2: 11, y1: -9, y2: -3 }))]
      : []),
    ...(shown.some(Number.isNaN)
      ? [entry("NaN", element("path", { class: "odd", d: "M8,-8l6,6m0,-6l-6,6" }))]
      : []),
    ...(shown.some((value) => Math.abs(value) === Number.POSITIVE_INFINITY)
      ? [entry("infinite", element("path", { class: "odd", d: "M7,-2l4,-6l4,6" }))]
      : []),
  ];
}

function stroke(className: string): Markup {
  return element("line", { class: className, x1: 0, x2: SYMBOL, y1: -5, y2: -5 });
}

function curveAgg({ spec }: MetricCurves["condition"]): string {
  return spec.kind === "zscore" ? "AVERAGE" : (spec.agg ?? "AVERAGE");
}

const NAMES: Readonly<Record<string, string>> = {
  AVERAGE: "average",
  SUM: "sum",
  MAX: "maximum",
  MIN: "minimum",
};

function aggregateName(agg: string, window: number): string {
  return `${NAMES[agg] ?? agg} of the last ${window}`;
}

function levelName({ spec, comparison, limit }: MetricCurves["condition"]): string {
  if (spec.kind === "threshold") return `fires when ${comparison} ${limit}`;
  if (spec.kind === "zscore") return `fires from ${formatNumber(spec.threshold)} deviations off the baseline`;
  const amount =
    spec.changeType === "RELATIVE" ? `${formatNumber(spec.amount * 100)} %` : String(spec.amount);
  return `fires from ${amount} off the prior window`;
}
