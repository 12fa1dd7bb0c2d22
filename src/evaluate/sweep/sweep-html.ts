import { htmlPage, htmlTable } from "../picture/html-page.js";
import { element, type Markup, text } from "../picture/markup.js";
import type { PictureOptions } from "../picture/picture-data.js";
import { type PictureSettings, toPictureSettings } from "../picture/picture-settings.js";
import { shorten } from "../picture/printable.js";
import { automationName } from "../verdict/words.js";
import type { SweepParts } from "./sweep-result.js";
import { sweepPicture } from "./sweep-svg.js";
import { currentText, keptText, sweepCells } from "./sweep-table.js";

const nameOf = ({ automation }: SweepParts) => shorten(automationName(automation), 120);

/** A sweep as a web page that stands alone. */
export function sweepToHtml(sweep: SweepParts, options: PictureOptions): string {
  const settings = toPictureSettings(options);
  return htmlPage(`Sweep of ${nameOf(sweep)}`, settings.theme, ...sections(sweep, settings, undefined));
}

/** Several sweeps on one page. */
export function sweepsToHtml(sweeps: readonly SweepParts[], options: PictureOptions): string {
  const settings = toPictureSettings(options);
  return htmlPage(
    `Sweep of ${sweeps.length} automations`,
    settings.theme,
    ...sweeps.flatMap((sweep, i) => [
      element("h2", {}, text(nameOf(sweep))),
      ...sections(sweep, settings, `wa-sweep-${i}`),
    ]),
  );
}

function sections(sweep: SweepParts, settings: PictureSettings, id: string | undefined): Markup[] {
  const { head, cells } = sweepCells(sweep);
  const kept = keptText(sweep);
  const table = htmlTable("Settings", head, cells, new Set(head));
  return [
    element("p", { class: "quiet" }, text(sweep.title)),
    element("p", {}, text(currentText(sweep))),
    ...sweep.problems.map((problem) =>
      element("p", { class: "fired" }, text(`Nothing could be evaluated: ${problem}`)),
    ),
    ...(kept === undefined ? [] : [element("p", {}, text(kept))]),
    element("figure", {}, sweepPicture(sweep, settings, false, id)),
    ...(table === undefined ? [] : [table]),
  ];
}
