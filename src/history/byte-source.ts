import { closeSync, openSync, readSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { HistoryError } from "../errors/index.js";
import { openError } from "./open-error.js";
import { type ByteWindow, RangeCursor, type Reading } from "./range-cursor.js";

/** A file, or bytes in memory, to be read as often as wanted. */
export interface ByteSource {
  /** The file's path, or what the caller calls the bytes, for errors and warnings. */
  readonly place: { readonly file?: string };
  /** Every range in windows of the size asked for, but for the last one of a range or file. */
  windows(reading: Reading): Iterable<ByteWindow>;
  /** The same without blocking the process between windows. */
  windowsAsync(reading: Reading): AsyncIterable<ByteWindow>;
}

/**
 * @param input a path, or the file's bytes
 * @param name what errors and warnings call the bytes
 * @throws HistoryError if the path is no readable regular file
 */
export function byteSource(input: string | Uint8Array, name?: string): ByteSource {
  if (typeof input === "string") {
    checkRegular(input);
    return {
      place: { file: input },
      windows: (reading) => fileWindows(input, reading),
      windowsAsync: (reading) => fileWindowsAsync(input, reading),
    };
  }
  return {
    place: name === undefined ? {} : { file: name },
    windows: (reading) => memoryWindows(input, reading),
    async *windowsAsync(reading) {
      yield* memoryWindows(input, reading);
    },
  };
}

/** Pipes and devices are refused before they are opened: reading them may never end. */
function checkRegular(file: string): void {
  const stats = attempt(file, () => statSync(file));
  if (stats.isFile()) return;
  if (!stats.isDirectory()) throw new HistoryError("it is a pipe or a device, not a regular file", { file });
  throw new HistoryError("a directory was given where a file is needed", {
    file,
    hint: "history() takes directories such as wandb/ and reads the run files in them.",
  });
}

function* memoryWindows(bytes: Uint8Array, reading: Reading): Generator<ByteWindow> {
  const cursor = new RangeCursor(reading);
  for (let at = cursor.missing; at !== undefined; at = cursor.missing) {
    const part = bytes.subarray(at, at + cursor.buffer.length);
    cursor.buffer.set(part);
    yield* cursor.windows(part.length);
  }
}

function* fileWindows(file: string, reading: Reading): Generator<ByteWindow> {
  const descriptor = attempt(file, () => openSync(file, "r"));
  try {
    const cursor = new RangeCursor(reading);
    const { buffer } = cursor;
    for (let at = cursor.missing; at !== undefined; at = cursor.missing) {
      const from = at;
      let filled = 0;
      for (let count = 1; count > 0 && filled < buffer.length; filled += count) {
        count = attempt(file, () =>
          readSync(descriptor, buffer, filled, buffer.length - filled, from + filled),
        );
      }
      yield* cursor.windows(filled);
    }
  } finally {
    closeSync(descriptor);
  }
}

async function* fileWindowsAsync(file: string, reading: Reading): AsyncGenerator<ByteWindow> {
  const failed = (error: unknown): never => {
    throw openError(file, error);
  };
  const handle = await open(file, "r").catch(failed);
  try {
    const cursor = new RangeCursor(reading);
    const { buffer } = cursor;
    for (let at = cursor.missing; at !== undefined; at = cursor.missing) {
      let filled = 0;
      for (let count = 1; count > 0 && filled < buffer.length; filled += count) {
        const part = handle.read(buffer, filled, buffer.length - filled, at + filled);
        count = (await part.catch(failed)).bytesRead;
      }
      for (const window of cursor.windows(filled)) yield window;
    }
  } finally {
    await handle.close();
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw openError(file, error);
  }
}
