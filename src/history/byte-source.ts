import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { HistoryError } from "../errors/index.js";
import { openError } from "./open-error.js";

/** Bytes read at a time: a whole number of the 32 KiB blocks that `.wandb` files are made of. */
export const WINDOW_BYTES = 1 << 20;

/** A stretch of the file: valid until the next one is asked for, as its memory is used again. */
export interface ByteWindow {
  readonly bytes: Buffer;
  /** Where in the file it begins. All windows but the last hold {@link WINDOW_BYTES}. */
  readonly offset: number;
}

/** A file, or bytes in memory, to be read from the beginning as often as wanted. */
export interface ByteSource {
  /** The file's path, or what the caller calls the bytes, for errors and warnings. */
  readonly place: { readonly file?: string };
  windows(): Iterable<ByteWindow>;
  /** The same without blocking the process between windows. */
  windowsAsync(): AsyncIterable<ByteWindow>;
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
      windows: () => readWindows(input),
      windowsAsync: () => readWindowsAsync(input),
    };
  }
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  return {
    place: name === undefined ? {} : { file: name },
    *windows() {
      yield* sliceWindows(bytes);
    },
    async *windowsAsync() {
      yield* sliceWindows(bytes);
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

function* sliceWindows(bytes: Buffer): Generator<ByteWindow> {
  for (let offset = 0; offset < bytes.length; offset += WINDOW_BYTES) {
    yield { bytes: bytes.subarray(offset, offset + WINDOW_BYTES), offset };
  }
}

function* readWindows(file: string): Generator<ByteWindow> {
  const descriptor = attempt(file, () => openSync(file, "r"));
  try {
    const buffer = windowBuffer(fstatSync(descriptor).size);
    for (let offset = 0; ; offset += WINDOW_BYTES) {
      let filled = 0;
      for (let count = 1; count > 0 && filled < buffer.length; filled += count) {
        count = attempt(file, () =>
          readSync(descriptor, buffer, filled, buffer.length - filled, offset + filled),
        );
      }
      if (filled > 0) yield { bytes: buffer.subarray(0, filled), offset };
      if (filled < WINDOW_BYTES) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

async function* readWindowsAsync(file: string): AsyncGenerator<ByteWindow> {
  const failed = (error: unknown): never => {
    throw openError(file, error);
  };
  const handle = await open(file, "r").catch(failed);
  try {
    const buffer = windowBuffer((await handle.stat()).size);
    for (let offset = 0; ; offset += WINDOW_BYTES) {
      let filled = 0;
      for (let count = 1; count > 0 && filled < buffer.length; filled += count) {
        const part = handle.read(buffer, filled, buffer.length - filled, offset + filled);
        count = (await part.catch(failed)).bytesRead;
      }
      if (filled > 0) yield { bytes: buffer.subarray(0, filled), offset };
      if (filled < WINDOW_BYTES) return;
    }
  } finally {
    await handle.close();
  }
}

/** One window, or less for a file that is smaller. */
function windowBuffer(size: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.min(WINDOW_BYTES, size));
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw openError(file, error);
  }
}
