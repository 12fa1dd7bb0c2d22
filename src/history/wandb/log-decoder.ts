import type { ByteWindow } from "../byte-source.js";
import { crc32 } from "../crc32.js";
import type { HistoryWarning } from "../run-history.js";

const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
/** Behind checksum and length; the checksum covers what begins here. */
const TYPE_AT = 6;
/** Longer records can't be met in real files; joining one would only use up the memory. */
const MAX_RECORD_BYTES = 128 * 2 ** 20;

const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** Takes a record: it is in `bytes` from `start` on, and its first chunk is at `offset` in the file. */
export type TakeRecord = (bytes: Buffer, start: number, offset: number) => void;

/**
 * Takes `.wandb` files apart into records. They are LevelDB logs: blocks of 32 KiB, counted from the
 * beginning of the file, holding chunks with a CRC-32 (IEEE) over type and data; records that
 * don't fit into a block go on in the next one.
 *
 * Damage never stops it. Where a checksum is wrong, it goes on with the chunk behind if that one is sound, else
 * with the next block, waits for the beginning of a record and reports what it skipped.
 */
export class LogDecoder {
  readonly #take: TakeRecord;
  readonly #report: (warning: HistoryWarning) => void;
  #parts: Buffer[] = [];
  #partsBytes = 0;
  #partsOffset = 0;
  #skipping: { readonly offset: number; readonly reason: string } | undefined;

  constructor(take: TakeRecord, report: (warning: HistoryWarning) => void) {
    this.#take = take;
    this.#report = report;
  }

  /** Takes the records of the next window. Windows begin at block boundaries. */
  decode({ bytes, offset }: ByteWindow): void {
    let at = offset === 0 ? HEADER_BYTES : 0;
    while (at < bytes.length) {
      const blockEnd = at - (at % BLOCK_BYTES) + BLOCK_BYTES;
      const end = Math.min(blockEnd, bytes.length);
      if (blockEnd - at < HEADER_BYTES) {
        if (!bytes.subarray(at, end).every((byte) => byte === 0)) {
          this.#skip(offset + at, "the padding at the end of a block isn't zero");
        }
        at = end;
        continue;
      }
      const next = at + HEADER_BYTES + (end - at < HEADER_BYTES ? 0 : bytes.readUInt16LE(at + 4));
      if (next > end) {
        if (next <= blockEnd) this.#truncate(offset + at);
        else this.#skip(offset + at, "a chunk is longer than its block");
        at = end;
      } else {
        const chunk = bytes.subarray(at + TYPE_AT, next);
        if (isSound(chunk, bytes.readUInt32LE(at))) {
          this.#chunk(chunk, offset + at);
          at = next;
        } else {
          this.#skip(offset + at, "the checksum doesn't match the data");
          at = isSoundChunk(bytes, next, end) ? next : end;
        }
      }
    }
  }

  /** Reports what was left unfinished. `size` is where the file ends. */
  end(size: number): void {
    if (this.#parts.length > 0) this.#truncate(this.#partsOffset);
    else this.#resume(size);
  }

  #chunk(chunk: Buffer, offset: number): void {
    const type = chunk[0]!;
    if (type === FULL || type === FIRST) {
      // Old LevelDB writers left an empty beginning at the end of a block and began anew in the next one.
      if (this.#partsBytes > 0) this.#skip(this.#partsOffset, "a record lacks its end");
      this.#drop();
      this.#resume(offset);
      if (type === FULL) this.#take(chunk, 1, offset);
      else this.#begin(chunk, offset);
    } else if ((type !== MIDDLE && type !== LAST) || this.#parts.length === 0) {
      this.#skip(offset, "a record lacks its beginning");
    } else if (this.#partsBytes + chunk.length > MAX_RECORD_BYTES) {
      this.#skip(this.#partsOffset, `a record is larger than ${MAX_RECORD_BYTES} bytes`);
    } else {
      this.#append(chunk);
      if (type === LAST) this.#take(this.#join(), 0, this.#partsOffset);
    }
  }

  #begin(chunk: Buffer, offset: number): void {
    this.#partsOffset = offset;
    this.#append(chunk);
  }

  /** Copied, because the window's memory is used again. */
  #append(chunk: Buffer): void {
    this.#parts.push(Buffer.from(chunk.subarray(1)));
    this.#partsBytes += chunk.length - 1;
  }

  #join(): Buffer {
    const record = Buffer.concat(this.#parts);
    this.#drop();
    return record;
  }

  #drop(): void {
    this.#parts = [];
    this.#partsBytes = 0;
  }

  #skip(offset: number, reason: string): void {
    this.#skipping ??= {
      offset: this.#parts.length > 0 ? Math.min(this.#partsOffset, offset) : offset,
      reason,
    };
    this.#drop();
  }

  /** What was skipped is known once a record begins again. */
  #resume(offset: number): void {
    if (this.#skipping === undefined) return;
    const { offset: from, reason } = this.#skipping;
    this.#skipping = undefined;
    const message = `${reason}; what is in bytes ${from} to ${offset - 1} was skipped`;
    this.#report({ code: "damaged", offset: from, message });
  }

  #truncate(offset: number): void {
    const from = this.#parts.length > 0 ? this.#partsOffset : offset;
    this.#resume(from);
    this.#drop();
    const message = "the file ends inside a record: it was cut, or its run is still writing";
    this.#report({ code: "truncated", offset: from, message });
  }
}

/** Whether a chunk, its type and data, is of a known type and has that checksum. */
function isSound(chunk: Buffer, checksum: number): boolean {
  const type = chunk[0]!;
  return type >= FULL && type <= LAST && crc32(chunk) === checksum;
}

/** Whether a sound chunk begins at `at` and ends before `end`, the end of its block. */
export function isSoundChunk(bytes: Buffer, at: number, end = Math.min(BLOCK_BYTES, bytes.length)): boolean {
  if (end - at < HEADER_BYTES) return false;
  const next = at + HEADER_BYTES + bytes.readUInt16LE(at + 4);
  return next <= end && isSound(bytes.subarray(at + TYPE_AT, next), bytes.readUInt32LE(at));
}
