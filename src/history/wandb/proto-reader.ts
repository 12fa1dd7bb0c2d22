/** The bytes are no protobuf message, or not the one that is looked for. */
export class ProtoError extends Error {}

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/**
 * The part of protobuf's wire format that W&B's records need: reads fields one after the other.
 * `next()` goes to a field; then one of the readers, or `skip()`, goes past it.
 */
export class ProtoReader {
  bytes: Buffer = Buffer.alloc(0);
  at = 0;
  end = 0;
  /** The number of the field that is at hand. */
  field = 0;
  #wireType = 0;

  /** Begins with another message: all there is in `bytes` from `start` on. */
  reset(bytes: Buffer, start: number): void {
    this.bytes = bytes;
    this.at = start;
    this.end = bytes.length;
  }

  /** Goes to the next field of the message. False at its end. */
  next(): boolean {
    if (this.at >= this.end) return false;
    const tag = this.#varint();
    this.field = Math.floor(tag / 8);
    this.#wireType = tag % 8;
    if (this.field === 0) throw new ProtoError("field 0");
    return true;
  }

  /** Goes past the field at hand, whatever it is. */
  skip(): void {
    if (this.#wireType === VARINT) this.#varint();
    else if (this.#wireType === FIXED64) this.#advance(8);
    else if (this.#wireType === FIXED32) this.#advance(4);
    else this.#advance(this.length());
  }

  /** The length of the string or message at hand, which begins at `at` then. */
  length(): number {
    if (this.#wireType !== BYTES) throw new ProtoError(`field ${this.field} isn't a string or message`);
    const length = this.#varint();
    if (length > this.end - this.at) throw new ProtoError(`field ${this.field} is longer than its message`);
    return length;
  }

  string(): string {
    const length = this.length();
    this.at += length;
    return this.bytes.toString("utf8", this.at - length, this.at);
  }

  /** Goes into the message at hand, so that `next` sees its fields. Give the result to `leave`. */
  enter(): number {
    const length = this.length();
    const outer = this.end;
    this.end = this.at + length;
    return outer;
  }

  leave(outer: number): void {
    this.end = outer;
  }

  bool(): boolean {
    return this.int64() !== 0;
  }

  /** int32, int64, enum: a number if it is safe as one. */
  int64(): number | bigint {
    const start = this.at;
    if (this.#wireType === VARINT) {
      const value = this.#varint();
      // Seven bytes hold 49 bits: exact as a number, and not negative.
      if (this.at - start <= 7) return value;
      this.at = start;
    }
    return safe(BigInt.asIntN(64, this.#integer()));
  }

  /** sint64: zigzag. */
  sint64(): number | bigint {
    const value = this.#integer();
    return safe((value >> 1n) ^ -(value & 1n));
  }

  double(): number {
    if (this.#wireType !== FIXED64) throw new ProtoError(`field ${this.field} isn't a double`);
    this.#advance(8);
    return this.bytes.readDoubleLE(this.at - 8);
  }

  #integer(): bigint {
    if (this.#wireType !== VARINT) throw new ProtoError(`field ${this.field} isn't an integer`);
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new ProtoError("an integer has more than ten bytes");
  }

  /** As a number: for tags and lengths, which are below 2^53 or broken, and for what is skipped. */
  #varint(): number {
    let value = 0;
    for (let scale = 1, count = 0; count < 10; count++, scale *= 128) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new ProtoError("an integer has more than ten bytes");
  }

  #byte(): number {
    if (this.at >= this.end) throw new ProtoError("the message ends inside a field");
    return this.bytes[this.at++]!;
  }

  #advance(count: number): void {
    if (count > this.end - this.at) throw new ProtoError("the message ends inside a field");
    this.at += count;
  }
}

function safe(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
