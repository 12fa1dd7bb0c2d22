import { htmlPage, htmlTable } from "../picture/html-page.js";
import { element, text } from "../picture/markup.js";
import type { PictureOptions } from "../picture/picture-data.js";
import { toPictureSettings } from "../picture/picture-settings.js";
import { verdictSections } from "../picture/verdict-html.js";
import type { FiringRates } from "./firing-rates.js";
import { budgetText, rateCells, spanText } from "./rates-table.js";

/** Rates as a web page that stands alone, with the verdict's pictures. */
export function ratesToHtml(rates: FiringRates, options: PictureOptions): string {
  const settings = toPictureSettings(options);
  const { head, cells } = rateCells(rates);
  const budget = budgetText(rates);
  const table = htmlTable("How often each fires", head, cells, new Set(head.slice(1)));
  return htmlPage(
    "Backtest",
    settings.theme,
    element("p", { class: "quiet" }, text(spanText(rates))),
    ...(budget === undefined
      ? []
      : [element("p", { class: rates.exceeded ? "fired" : undefined }, text(budget))]),
    ...(table === undefined ? [] : [table]),
    ...verdictSections(rates.verdict, settings),
  );
}
