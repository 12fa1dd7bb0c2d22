/**
 * What can do harm where it is shown: control characters, which XML can't hold and which steer terminals, halves of
 * surrogate pairs, and marks that turn the direction of the text around them.
 */
const UNPRINTABLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text from outside with U+FFFD in place of what can't be shown safely. */
export function printable(content: string): string {
  return content.replace(UNPRINTABLE, "\ufffd");
}

/** At most `length` characters of a text, on one line, with an ellipsis where something is missing. */
export function shorten(content: string, length: number): string {
  const line = printable(content.slice(0, 4 * length)).replace(/\s+/g, " ");
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join("")}…`;
}
