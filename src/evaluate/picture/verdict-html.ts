import { formatNumber } from "../format-number.js";
import { firedText } from "../verdict/explain-verdict.js";
import type { Firing } from "../verdict/firing.js";
import type { Outcome } from "../verdict/outcome.js";
import { automationName, isoTime, runName } from "../verdict/words.js";
import { element, join, type Markup, styleSheet, text } from "./markup.js";
import type { PictureData, PicturedAutomation, PictureOptions } from "./picture-data.js";
import { colours } from "./picture-style.js";
import { shorten } from "./printable.js";
import { metricCurves } from "./run-curve.js";
import { type PictureSettings, pictureOf, toPictureSettings } from "./verdict-svg.js";

const NUMBERS = new Set(["step", "time", "compared"]);

/** Rows of a table; what is beyond them is counted. */
const MAX_ROWS = 200;

const CSS =
  "body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}" +
  "main{max-width:1040px;margin:0 auto;padding:24px 20px 60px}h1{font-size:26px;margin:0 0 8px}h2{font-size:20px;margin:44px 0 4px;overflow-wrap:anywhere}" +
  "p{margin:4px 0}.quiet{color:var(--quiet)}.fired{color:var(--level);font-weight:600}" +
  "figure{margin:12px 0;overflow-x:auto;border:1px solid var(--line);border-radius:8px}figure svg{display:block;width:100%;height:auto}" +
  "table{border-collapse:collapse;width:100%;font-size:14px;margin:8px 0}caption{text-align:left;font-weight:600;padding:8px 0 4px}" +
  "th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}" +
  "th{color:var(--quiet);font-weight:600}td.number{font-variant-numeric:tabular-nums;white-space:nowrap}";

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
  const page = element(
    "html",
    { lang: "en" },
    element(
      "head",
      {},
      element("meta", { charset: "utf-8" }),
      element("meta", {
        "http-equiv": "Content-Security-Policy",
        content: "default-src 'none'; style-src 'unsafe-inline'",
      }),
      element("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      element("title", {}, text("Dry run")),
      styleSheet(colours(":root", settings.theme) + CSS),
    ),
    element(
      "body",
      {},
      element(
        "main",
        {},
        element("h1", {}, text("Dry run")),
        element("p", { class: "quiet" }, text(summary)),
        ...data.automations.map((automation) => section(data, automation, settings)),
      ),
    ),
  );
  return `<!doctype html>\n${page}\n`;
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
    table("Firings", ["where", "step", "time", "compared", "why"], firings.map(firingCells)),
    table("What did not fire", ["where", "why not"], quiet.map(quietCells)),
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

function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Markup | undefined {
  if (rows.length === 0) return undefined;
  const more = rows.length - MAX_ROWS;
  return join(
    element(
      "table",
      {},
      element("caption", {}, text(caption)),
      element(
        "thead",
        {},
        element("tr", {}, ...head.map((name) => element("th", { scope: "col" }, text(name)))),
      ),
      element(
        "tbody",
        {},
        ...rows
          .slice(0, MAX_ROWS)
          .map((cells) =>
            element(
              "tr",
              {},
              ...cells.map((cell, i) =>
                element(
                  "td",
                  { class: NUMBERS.has(head[i]!) ? "number" : undefined },
                  text(shorten(cell, 2000)),
                ),
              ),
            ),
          ),
      ),
    ),
    more > 0 ? element("p", { class: "quiet" }, text(`… and ${more} more`)) : undefined,
  );
}
