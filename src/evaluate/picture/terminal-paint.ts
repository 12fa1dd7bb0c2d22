/** How the parts of a text chart are coloured. */
export interface Paint {
  readonly curve: (text: string) => string;
  readonly level: (text: string) => string;
  readonly fired: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly strong: (text: string) => string;
}

const plain = (text: string) => text;
const PLAIN: Paint = { curve: plain, level: plain, fired: plain, quiet: plain, strong: plain };

const ansi = (open: number, close: number) => (text: string) =>
  text.trim() === "" ? text : `\u001b[${open}m${text}\u001b[${close}m`;

/** The terminal's own colours, so that they suit its background. */
const COLOURED: Paint = {
  curve: ansi(36, 39),
  level: ansi(33, 39),
  fired: ansi(31, 39),
  quiet: ansi(2, 22),
  strong: ansi(1, 22),
};

export function terminalPaint(color: boolean): Paint {
  return color ? COLOURED : PLAIN;
}
