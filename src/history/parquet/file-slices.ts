import { open, stat } from "node:fs/promises";
import type { AsyncBuffer } from "hyparquet";

/**
 * A file of which parts are read, each at once into memory of its own. No part reaches beyond the file, whatever a
 * damaged footer says of where things are.
 */
export async function fileSlices(path: string): Promise<AsyncBuffer> {
  const { size } = await stat(path);
  return {
    byteLength: size,
    async slice(start, end = size) {
      const from = Math.min(Math.max(0, start < 0 ? size + start : start), size);
      const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - from));
      const handle = await open(path, "r");
      try {
        for (let filled = 0, count = 1; count > 0 && filled < bytes.length; filled += count) {
          ({ bytesRead: count } = await handle.read(bytes, filled, bytes.length - filled, from + filled));
        }
      } finally {
        await handle.close();
      }
      return bytes.buffer;
    },
  };
}
