import { formatNumber } from "../format-number.js";
import { firedText } from "../verdict/explain-verdict.js";
import type { Firing } from "../verdict/firing.js";
import type { Outcome } from "../verdict/outcome.js";
import { automationName, isoTime, runName } from "../verdict/words.js";
import { htmlPage, htmlTable } from "./html-page.js";
import { element, type Markup, text } from "./markup.js";
import type { PictureData, PicturedAutomation, PictureOptions } from "./picture-data.js";
import { type PictureSettings, toPictureSettings } from "./picture-settings.js";
import { shorten } from "./printable.js";
import { metricCurves } from "./run-curve.js";
import { pictureOf } from "./verdict-svg.js";

const NUMERIC = new Set(["step", "time", "compared"]);

/**
 * A verdict as a web page that stands alone: per automation its picture, a table of its firings and one of what
 * kept it from firing. No scripts, nothing is loaded from anywhere; text from outside is escaped.
 *
 * @throws ValidationError when an option has a value that it can't take.
 */
export function verdictToHtml(data: PictureData, options: PictureOptions = {}): string {
  const settings = toPictureSettings(options);
  const fired = data.automations.filter(({ firings }) => firings > 0).length;
  const summary = `${fired} of ${data.automations.length} automation${data.automations.length === 1 ? "" : "s"} fired`;
  return htmlPage(
    "Dry run",
    settings.theme,
    element("p", { class: "quiet" }, text(summary)),
    ...verdictSections(data, settings),
  );
}

/** A section of a page for each automation: its picture, its firings, and what kept it from firing. */
export function verdictSections(data: PictureData, settings: PictureSettings): readonly Markup[] {
  return data.automations.map((automation) => section(data, automation, settings));
}

function section(data: PictureData, summary: PicturedAutomation, settings: PictureSettings): Markup {
  const { index } = summary.automation;
  const firings = data.firings.filter(({ automation }) => automation.index === index);
  const quiet = data.outcomes.filter(
    ({ automation, firings: count }) => automation.index === index && count === 0,
  );
  return element(
    "section",
    {},
    element("h2", {}, text(shorten(automationName(summary.automation), 300))),
    element("p", { class: "quiet" }, text(summary.title)),
    element("p", { class: summary.firings > 0 ? "fired" : undefined }, text(firedText(summary))),
    hasCurves(data, summary)
      ? element("figure", {}, pictureOf(data, [summary], settings, `wa-${index}`, false))
      : undefined,
    htmlTable("Firings", ["where", "step", "time", "compared", "why"], firings.map(firingCells), NUMERIC),
    htmlTable("What did not fire", ["where", "why not"], quiet.map(quietCells), NUMERIC),
  );
}

function hasCurves(data: PictureData, summary: PicturedAutomation): boolean {
  return (metricCurves(data, summary)?.curves.length ?? 0) > 0;
}

function firingCells(firing: Firing): readonly string[] {
  const compared =
    firing.kind === "metric"
      ? `${formatNumber(firing.compared, firing.threshold)} ${firing.comparison} ${firing.threshold}`
      : "";
  const where = firing.kind === "artifact" ? firing.collection : runName(firing.run);
  const time = firing.timestamp === undefined ? "" : isoTime(firing.timestamp);
  return [where, String(firing.step ?? ""), time, compared, firing.reason];
}

function quietCells(outcome: Outcome): readonly string[] {
  const where = outcome.kind === "run" ? runName(outcome.run) : "artifact events";
  return [where, outcome.blockers.map(({ message }) => message).join("; ")];
}
