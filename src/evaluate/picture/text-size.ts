/** About how wide a text is at 12 pixels: nothing here can measure fonts, so it errs on the wide side. */
export function textWidth(content: string): number {
  let width = 0;
  for (const char of content) width += char > "\u2e7f" ? 13 : 7;
  return width;
}

/** The text in lines of at most so many pixels at 12 pixels' size, broken between words. */
export function wrapText(content: string, width: number, maxLines: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
    if (lines.length > maxLines) break;
  }
  lines.push(line);
  const cut = lines.slice(0, maxLines).map((one) => fitText(one, width));
  return lines.length > maxLines ? [...cut.slice(0, -1), fitText(`${cut.at(-1)} …`, width)] : cut;
}

/** As much of the text as fits, with an ellipsis where something is missing. */
export function fitText(content: string, width: number): string {
  if (content.length * 7 <= width && textWidth(content) <= width) return content;
  let fitting = "";
  let used = textWidth("…");
  for (const char of content) {
    used += textWidth(char);
    if (used > width) break;
    fitting += char;
  }
  return `${fitting.trimEnd()}…`;
}
