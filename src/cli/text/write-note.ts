import type { CommandIo } from "../command-io.js";
import { wrapLines } from "./wrap-text.js";

/** Says something on stderr, in lines that fit a terminal; where there is none, a line stays a line. */
export function writeNote(io: CommandIo, text: string): void {
  io.err(`${io.isTty ? wrapLines(text, io.columns) : text}\n`);
}
