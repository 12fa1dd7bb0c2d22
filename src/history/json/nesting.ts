/** Shorter texts are nested in no way that costs much memory. */
const HARMLESS_BYTES = 2 ** 20;
const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('"\\[]{}');

/**
 * Whether a long JSON text is nested deeper than `limit`: `JSON.parse` takes gigabytes for one of 50 MB that is nothing
 * but brackets.
 */
export function isNestedDeeper(bytes: Uint8Array, limit: number): boolean {
  if (bytes.length < HARMLESS_BYTES) return false;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) i += byte === BACKSLASH ? 1 : 0;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > limit) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  return false;
}
