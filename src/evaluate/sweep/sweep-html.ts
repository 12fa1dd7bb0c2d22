import { htmlPage, htmlTable } from "../picture/html-page.js";
import { element, text } from "../picture/markup.js";
import type { PictureOptions } from "../picture/picture-data.js";
import { toPictureSettings } from "../picture/picture-settings.js";
import { shorten } from "../picture/printable.js";
import { automationName } from "../verdict/words.js";
import type { SweepParts } from "./sweep-result.js";
import { sweepPicture } from "./sweep-svg.js";
import { currentText, sweepCells } from "./sweep-table.js";

/** A sweep as a web page that stands alone. */
export function sweepToHtml(sweep: SweepParts, options: PictureOptions): string {
  const settings = toPictureSettings(options);
  const { head, cells } = sweepCells(sweep);
  const table = htmlTable("Settings", head, cells, new Set(head));
  return htmlPage(
    `Sweep of ${shorten(automationName(sweep.automation), 120)}`,
    settings.theme,
    element("p", { class: "quiet" }, text(sweep.title)),
    element("p", {}, text(currentText(sweep))),
    ...sweep.problems.map((problem) =>
      element("p", { class: "fired" }, text(`Nothing could be evaluated: ${problem}`)),
    ),
    element("figure", {}, sweepPicture(sweep, settings, false)),
    ...(table === undefined ? [] : [table]),
  );
}
