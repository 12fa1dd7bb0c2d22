import { HistoryError, type HistoryLocation } from "../../errors/index.js";
import type { HistoryWarning } from "../run-history.js";
import { isSoundChunk } from "./log-decoder.js";

/** `:W&B`, the magic number 0xBEE1, version 0. */
const HEADER = Buffer.from([0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00]);

export const HEADER_BYTES = HEADER.length;

/**
 * Checks a file's first bytes. A damaged header is only reported if records follow it.
 *
 * @throws HistoryError if this is no `.wandb` file
 */
export function checkHeader(
  bytes: Buffer,
  place: HistoryLocation,
  report: (warning: HistoryWarning) => void,
): void {
  const at = { ...place, offset: 0 };
  const start = bytes.subarray(0, HEADER.length);
  if (start.equals(HEADER)) return;
  if (HEADER.subarray(0, start.length).equals(start)) {
    throw new HistoryError("the file ends inside its 7-byte header", { ...at, offset: start.length });
  }
  if (!isSoundChunk(bytes, HEADER.length)) {
    throw new HistoryError(`this is no .wandb file: it begins with ${hex(start)} instead of ${hex(HEADER)}`, {
      ...at,
      hint: "history() reads .wandb, .jsonl, .json, .csv and .parquet files by their extensions.",
    });
  }
  const message = `the header is ${hex(start)} instead of ${hex(HEADER)}, but records follow it`;
  report({ code: "damaged", offset: 0, message });
}

function hex(bytes: Buffer): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
