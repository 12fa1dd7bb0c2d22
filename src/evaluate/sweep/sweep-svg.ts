import { element, join, type Markup, styleSheet, text } from "../picture/markup.js";
import type { PictureOptions } from "../picture/picture-data.js";
import { type PictureSettings, toPictureSettings } from "../picture/picture-settings.js";
import { pictureCss } from "../picture/picture-style.js";
import { shorten } from "../picture/printable.js";
import { fitText, wrapText } from "../picture/text-size.js";
import { automationName } from "../verdict/words.js";
import { heatMaps } from "./heat-map.js";
import { sweepCurve } from "./sweep-curve.js";
import type { SweepParts } from "./sweep-result.js";
import { currentText, firingCount, valueText } from "./sweep-table.js";

const PADDING = 20;
const DESCRIBED = 30;

/** A sweep as an SVG document. */
export function sweepToSvg(sweep: SweepParts, options: PictureOptions): string {
  return sweepPicture(sweep, toPictureSettings(options), true);
}

/**
 * The picture, with or without a heading of its own.
 *
 * @param id what the ids in it begin with: others on a page need others
 */
export function sweepPicture(
  sweep: SweepParts,
  settings: PictureSettings,
  heading: boolean,
  id = "wa-sweep",
): Markup {
  const { width, theme } = settings;
  const inner = width - 2 * PADDING;
  const top = heading ? headingOf(sweep, inner) : { markup: join(), height: 0 };
  const varying = sweep.axes.filter(({ values }) => values.length > 1);
  const [only] = varying.length === 1 ? varying : [];
  const body = only?.values.every((value) => typeof value === "number")
    ? sweepCurve(sweep, only.name, inner)
    : heatMaps(sweep, varying, inner);
  const height = Math.ceil(PADDING + top.height + body.height + PADDING);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "wa-picture",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    element(
      "title",
      { id: `${id}-title` },
      text(`Sweep of ${shorten(automationName(sweep.automation), 80)}`),
    ),
    element("desc", { id: `${id}-desc` }, text(describe(sweep))),
    styleSheet(pictureCss(theme)),
    element("rect", { class: "paper", width, height }),
    element("g", { transform: `translate(${PADDING},${PADDING})` }, top.markup),
    element("g", { transform: `translate(${PADDING},${PADDING + top.height})` }, body.markup),
  );
}

function headingOf(sweep: SweepParts, width: number): { readonly markup: Markup; readonly height: number } {
  const lines = [...wrapText(sweep.title, width, 2), ...wrapText(currentText(sweep), width, 2)];
  return {
    markup: join(
      element(
        "text",
        { class: "name", x: 0, y: 16 },
        text(fitText(automationName(sweep.automation), width * 0.72)),
      ),
      ...lines.map((line, i) => element("text", { class: "quiet", x: 0, y: 36 + 17 * i }, text(line))),
    ),
    height: 36 + 17 * lines.length + 10,
  };
}

/** What the picture shows, for those who don't see it. */
function describe(sweep: SweepParts): string {
  const rows = sweep.rows.slice(0, DESCRIBED).map((row) => {
    const named = Object.entries(row.settings).map(([name, value]) => `${name} ${valueText(value)}`);
    return `${named.join(", ")}: ${firingCount(row)} on ${row.runsHit} of ${sweep.runs} runs.`;
  });
  const more = sweep.rows.length > DESCRIBED ? [`And ${sweep.rows.length - DESCRIBED} more settings.`] : [];
  return [`${shorten(currentText(sweep), 300)}.`, ...rows, ...more].join(" ");
}
