const SLOTS = 4096;
const LONGEST = 128;

interface Slot {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/**
 * Turns keys' bytes into strings. Rows repeat the same few keys millions of times: comparing bytes with a
 * kept string's is several times as fast as decoding them anew. Bounded, whatever the file holds.
 */
export class KeyTable {
  readonly #slots: (Slot | undefined)[] = new Array<Slot | undefined>(SLOTS);

  get(bytes: Buffer, start: number, end: number): string {
    if (end - start > LONGEST) return bytes.toString("utf8", start, end);
    let hash = 0x811c9dc5;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    const index = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const slot = this.#slots[index];
    if (slot !== undefined && isEqual(slot.bytes, bytes, start, end)) return slot.text;
    const text = bytes.toString("utf8", start, end);
    this.#slots[index] = { bytes: Uint8Array.prototype.slice.call(bytes, start, end), text };
    return text;
  }
}

function isEqual(kept: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (kept.length !== end - start) return false;
  for (let i = 0; i < kept.length; i++) if (kept[i] !== bytes[start + i]) return false;
  return true;
}
