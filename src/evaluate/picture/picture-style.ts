import type { PictureOptions } from "./picture-data.js";

/** Colours told apart by the colour-blind too (after Okabe and Ito); text has a contrast of 4.5 or more. */
const LIGHT =
  "--paper:#fff;--ink:#1b1f24;--quiet:#57606a;--line:#dfe3e8;--raw:#4b8fc4;--curve:#0b5394;" +
  "--level:#b3470b;--zone:#d55e00;--now:#e69f00;--before:#6b7280;color-scheme:light";
const DARK =
  "--paper:#0d1117;--ink:#e6edf3;--quiet:#9da7b3;--line:#2b323c;--raw:#4f8fc9;--curve:#8cc4ff;" +
  "--level:#ff9a57;--zone:#ff9a57;--now:#e3b341;--before:#9da7b3;color-scheme:dark";

/** The colours as custom properties of `selector`, after the reader's setting or as `theme` says. */
export function colours(selector: string, theme: PictureOptions["theme"] = "auto"): string {
  if (theme !== "auto") return `${selector}{${theme === "dark" ? DARK : LIGHT}}`;
  return `${selector}{${LIGHT}}@media(prefers-color-scheme:dark){${selector}{${DARK}}}`;
}

/** The look of a verdict's picture; everything is inside `.wa-picture`, so that it can stand in any page. */
export function pictureCss(theme: PictureOptions["theme"]): string {
  const rules: Readonly<Record<string, string>> = {
    text: "font:12px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:var(--ink)",
    ".paper": "fill:var(--paper)",
    ".name": "font-size:16px;font-weight:600",
    ".run": "font-weight:600",
    ".quiet": "fill:var(--quiet)",
    ".tick": "font-size:11px;fill:var(--quiet)",
    ".fired": "fill:var(--level);font-weight:600",
    ".grid": "stroke:var(--line)",
    ".axis": "stroke:var(--quiet)",
    ".raw": "fill:none;stroke:var(--raw);stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round",
    ".curve": "fill:none;stroke:var(--curve);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round",
    ".other": "fill:none;stroke:var(--raw);stroke-width:1;stroke-opacity:.55;stroke-linejoin:round",
    ".dot": "fill:var(--curve)",
    ".level": "fill:none;stroke:var(--level);stroke-width:1.5;stroke-dasharray:6 4",
    ".zone": "fill:var(--zone);fill-opacity:.12",
    ".now": "fill:var(--now);fill-opacity:.3",
    ".before": "fill:var(--before);fill-opacity:.18",
    ".hatch": "stroke:var(--before);stroke-opacity:.7",
    ".moment": "stroke:var(--level)",
    ".mark": "fill:var(--level);stroke:var(--paper);stroke-width:1.5",
    ".odd": "fill:none;stroke:var(--ink);stroke-width:1.4",
    ".held": "stroke:var(--level);stroke-width:1.5",
  };
  const scoped = Object.entries(rules).map(([selector, rule]) => `.wa-picture ${selector}{${rule}}`);
  return colours(".wa-picture", theme) + scoped.join("");
}
