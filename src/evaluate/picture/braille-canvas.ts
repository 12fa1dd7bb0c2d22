/** Bits of the dots of a braille character, by row and column. */
const DOTS = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;
const BLANK = 0x2800;

/** Dots across and down per character. */
export const DOTS_ACROSS = 2;
export const DOTS_DOWN = 4;

/** A drawing surface of braille characters: twice as many dots across as characters, four times as many down. */
export class BrailleCanvas {
  readonly columns: number;
  readonly rows: number;
  readonly #cells: Uint8Array;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.#cells = new Uint8Array(columns * rows);
  }

  /** Sets a dot; what lies outside is left out. */
  dot(x: number, y: number): void {
    const column = Math.floor(x / DOTS_ACROSS);
    const row = Math.floor(y / DOTS_DOWN);
    if (column < 0 || row < 0 || column >= this.columns || row >= this.rows) return;
    this.#cells[row * this.columns + column]! |= DOTS[y % DOTS_DOWN]![x % DOTS_ACROSS]!;
  }

  /** Sets the dots of a straight line between whole coordinates. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let i = 0; i <= steps; i++) {
      this.dot(Math.round(x0 + ((x1 - x0) * i) / steps), Math.round(y0 + ((y1 - y0) * i) / steps));
    }
  }

  /** The character at a place, or `undefined` where nothing was drawn. */
  at(column: number, row: number): string | undefined {
    const cell = this.#cells[row * this.columns + column];
    return cell ? String.fromCharCode(BLANK + cell) : undefined;
  }
}
