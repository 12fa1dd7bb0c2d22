import type { Compressors } from "hyparquet";

/** Pages are a megabyte as writers make them; one with long texts in it may have some more. */
const MAX_PAGE_BYTES = 2 ** 28;

/** The same decompressors, which refuse pages that say they are so large that a few bytes would fill the memory. */
export function limitPages(compressors: Compressors, limit = MAX_PAGE_BYTES): Compressors {
  return Object.fromEntries(
    Object.entries(compressors).map(([codec, decompress]) => [
      codec,
      (input: Uint8Array, outputLength: number) => {
        if (outputLength <= limit) return decompress(input, outputLength);
        throw new RangeError(
          `a page has ${outputLength} bytes, more than the ${limit} that are read at once`,
        );
      },
    ]),
  );
}
