import { element, join, type Markup, styleSheet, text } from "./markup.js";
import type { PictureOptions } from "./picture-data.js";
import { colours } from "./picture-style.js";
import { shorten } from "./printable.js";

/** Rows of a table; what is beyond them is counted. */
const MAX_ROWS = 200;

const CSS =
  "body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}" +
  "main{max-width:1040px;margin:0 auto;padding:24px 20px 60px}h1{font-size:26px;margin:0 0 8px}h2{font-size:20px;margin:44px 0 4px;overflow-wrap:anywhere}" +
  "p{margin:4px 0}.quiet{color:var(--quiet)}.fired{color:var(--level);font-weight:600}" +
  "figure{margin:12px 0;overflow-x:auto;border:1px solid var(--line);border-radius:8px}figure svg{display:block;width:100%;height:auto}" +
  "table{border-collapse:collapse;width:100%;font-size:14px;margin:8px 0}caption{text-align:left;font-weight:600;padding:8px 0 4px}" +
  "th,td{text-align:left;vertical-align:top;padding:5px 12px 5px 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}" +
  "th{color:var(--quiet);font-weight:600;white-space:nowrap}td.number{font-variant-numeric:tabular-nums;white-space:nowrap}";

/** A page that stands alone: it has no scripts and loads nothing. */
export function htmlPage(
  title: string,
  theme: PictureOptions["theme"],
  ...content: readonly Markup[]
): string {
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
      element("title", {}, text(title)),
      styleSheet(colours(":root", theme) + CSS),
    ),
    element("body", {}, element("main", {}, element("h1", {}, text(title)), ...content)),
  );
  return `<!doctype html>\n${page}\n`;
}

/** A table, or nothing where it would have no rows. Columns named in `numeric` are set as numbers. */
export function htmlTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: ReadonlySet<string>,
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
                  { class: numeric.has(head[i]!) ? "number" : undefined },
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
