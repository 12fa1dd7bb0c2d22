import { firedText } from "../verdict/explain-verdict.js";
import { automationName, firingPlace } from "../verdict/words.js";
import { listPanel } from "./list-panel.js";
import { element, join, type Markup, styleSheet, text } from "./markup.js";
import { metricPanel, type Panel, type PanelRoom, panelHeading } from "./metric-panel.js";
import type { PictureData, PicturedAutomation, PictureOptions } from "./picture-data.js";
import { type PictureSettings, toPictureSettings } from "./picture-settings.js";
import { pictureCss } from "./picture-style.js";
import { shorten } from "./printable.js";
import { metricCurves } from "./run-curve.js";

const PADDING = 20;
const GAP = 28;
const DESCRIBED = 20;

/**
 * A verdict as a picture: for each automation on a metric a chart per run, with what was logged, what was compared,
 * the level at which it fires, and each firing with its windows; for other automations a list.
 *
 * A complete SVG document that stands alone or in a page, follows the reader's light or dark setting, and has a
 * title and a description for those who don't see it. Text from outside is escaped.
 *
 * @throws ValidationError when an option has a value that it can't take.
 */
export function verdictToSvg(data: PictureData, options: PictureOptions = {}): string {
  return pictureOf(data, data.automations, toPictureSettings(options), "wa");
}

/** The picture of some of the automations. `id` is what ids in it begin with, unique in the page that it is for. */
export function pictureOf(
  data: PictureData,
  automations: readonly PicturedAutomation[],
  settings: PictureSettings,
  id: string,
  headings = true,
): Markup {
  const inner = settings.width - 2 * PADDING;
  let top = PADDING;
  const panels = automations.map((summary) => {
    const room = { width: inner, maxRuns: settings.maxRuns, id: `${id}-${summary.automation.index}` };
    const panel = panelOf(data, summary, headings ? panelHeading(summary, inner) : NO_HEADING, room);
    const placed = element("g", { transform: `translate(${PADDING},${top})` }, panel.markup);
    top += panel.height + GAP;
    return placed;
  });
  const height = Math.ceil(Math.max(top - GAP, PADDING) + PADDING);
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      class: "wa-picture",
      viewBox: `0 0 ${settings.width} ${height}`,
      width: settings.width,
      height,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
    },
    element("title", { id: `${id}-title` }, text(titleOf(automations))),
    element("desc", { id: `${id}-desc` }, text(describe(data, automations))),
    styleSheet(pictureCss(settings.theme)),
    element("rect", { class: "paper", width: settings.width, height }),
    ...panels,
  );
}

const NO_HEADING: Panel = { markup: join(), height: 0 };

function panelOf(data: PictureData, summary: PicturedAutomation, heading: Panel, room: PanelRoom): Panel {
  const curves = metricCurves(data, summary);
  return curves === undefined || curves.curves.length === 0
    ? listPanel(data, summary, heading, room.width)
    : metricPanel(curves, heading, room);
}

function titleOf(automations: readonly PicturedAutomation[]): string {
  const names = automations.slice(0, 5).map(({ automation }) => shorten(automationName(automation), 80));
  return `Dry run of ${names.join(", ")}${automations.length > 5 ? ` and ${automations.length - 5} more` : ""}`;
}

/** What the picture shows, for those who don't see it. */
function describe(data: PictureData, automations: readonly PicturedAutomation[]): string {
  const shown = new Set(automations.map(({ automation }) => automation.index));
  const lines = automations.slice(0, DESCRIBED).map((one) => {
    return `${shorten(automationName(one.automation), 80)} (${shorten(one.title, 200)}) ${firedText(one)}.`;
  });
  const firings = data.firings
    .filter(({ automation }) => shown.has(automation.index))
    .slice(0, DESCRIBED)
    .map((firing) => `Fired on ${shorten(firingPlace(firing), 200)}: ${shorten(firing.reason, 300)}.`);
  return [...lines, ...firings].join(" ");
}
