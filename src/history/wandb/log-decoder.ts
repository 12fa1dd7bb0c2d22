import { crc32 } from "../crc32.js";
import type { ByteWindow } from "../range-cursor.js";
import type { HistoryWarning } from "../run-history.js";

const BLOCK_BYTES = 32_768;
/** How much of a file to read at a time: a whole number of blocks. */
export const WANDB_READING = { windowBytes: 32 * BLOCK_BYTES } as const;

const HEADER_BYTES = 7;
/** Behind checksum and length; the checksum covers what begins here. */
const TYPE_AT = 6;
/** Longer records can't be met in real files; joining one would only use up the memory. */
const MAX_RECORD_BYTES = 128 * 2 ** 20;

/** How much may be checksummed in looking for sound chunks, so that a ruined file takes bounded time. */
const MAX_PROBED_BYTES = 2 ** 28;

const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

/** Takes a record: it is in `bytes` from `start` on, and its first chunk is at `offset` in the file. */
export type TakeRecord = (bytes: Buffer, start: number, offset: number) => void;

/**
 * Takes `.wandb` files apart into records. They are LevelDB logs: blocks of 32 KiB, counted from the
 * beginning of the file, holding chunks with a CRC-32 (IEEE) over type and data; records that don't fit into
 * a block go on in the next one.
 *
 * Damage never stops it. Where a checksum is wrong, it goes on with the next sound chunk in the block, else
 * with the next block, waits for the beginning of a record and reports what it skipped.
 */
export class LogDecoder {
  readonly #take: TakeRecord;
  readonly #report: (warning: HistoryWarning) => void;
  #parts: Buffer[] = [];
  #partsBytes = 0;
  #partsOffset = 0;
  #probeBytes = MAX_PROBED_BYTES;
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
      const chunk = next > end ? undefined : bytes.subarray(at + TYPE_AT, next);
      if (chunk !== undefined && isSound(chunk, bytes.readUInt32LE(at))) {
        this.#chunk(chunk, offset + at);
        at = next;
        continue;
      }
      const found = this.#findChunk(bytes, at, next, end);
      if (chunk !== undefined) this.#skip(offset + at, "the checksum doesn't match the data");
      else if (found < end || next > blockEnd) this.#skip(offset + at, "a chunk is longer than its block");
      else this.#truncate(offset + at);
      at = found;
    }
  }

  /** Reports what was left unfinished. `size` is where the file ends. */
  end(size: number): void {
    if (this.#parts.length > 0) this.#truncate(this.#partsOffset);
    else this.#resume(size);
  }

  /**
   * Where to go on behind a damaged chunk: at the one behind it, if the length is right, or at the next in
   * the block.
   */
  #findChunk(bytes: Buffer, at: number, next: number, end: number): number {
    if (isSoundChunk(bytes, next, end)) return next;
    for (let probe = at + 1; probe + HEADER_BYTES <= end && this.#probeBytes > 0; probe++) {
      if (!mayBeChunk(bytes, probe, end)) continue;
      if (isSoundChunk(bytes, probe, end)) return probe;
      this.#probeBytes -= bytes.readUInt16LE(probe + 4);
    }
    return end;
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

/** Whether what is at `at` is of a known type and ends before `end`, the end of its block. */
function mayBeChunk(bytes: Buffer, at: number, end: number): boolean {
  if (end - at < HEADER_BYTES) return false;
  const type = bytes[at + TYPE_AT]!;
  return type >= FULL && type <= LAST && at + HEADER_BYTES + bytes.readUInt16LE(at + 4) <= end;
}

/** Whether a sound chunk begins at `at`. */
export function isSoundChunk(bytes: Buffer, at: number, end = Math.min(BLOCK_BYTES, bytes.length)): boolean {
  if (!mayBeChunk(bytes, at, end)) return false;
  const next = at + HEADER_BYTES + bytes.readUInt16LE(at + 4);
  return isSound(bytes.subarray(at + TYPE_AT, next), bytes.readUInt32LE(at));
}
