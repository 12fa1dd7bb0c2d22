import { parseNumber } from "../json-number.js";
import { parseJsonValue } from "../json-value.js";
import { isRecord, setOwn } from "../own-property.js";
import type { KeyTable } from "./key-table.js";
import { ProtoError, type ProtoReader } from "./proto-reader.js";

const KEY = 1;
const NESTED_KEY = 2;
const NONE = 3;
const BOOLEAN = 4;
const INTEGER = 5;
const NUMBER = 6;
const TEXT = 7;
const JSON_TEXT = 8;
const VALUE_JSON = 16;
/** Nobody nests metrics this deeply; a broken record must not build towers of objects. */
const MAX_PATH = 100;

/**
 * One item of a record: HistoryItem, SummaryItem, ConfigItem and StatsItem have the same fields. wandb
 * writes a history's keys as `nested_key`, a path; config and older versions use `key`.
 * One object serves for all items of a file.
 */
export class RecordItem {
  /** The first key; the whole path, if the key is nested. */
  key = "";
  path: string[] | undefined;
  /** Where the value's JSON text is in the reader's bytes, unless the value is `typed`. */
  jsonStart = 0;
  jsonEnd = 0;
  typed: unknown;
  readonly #keys: KeyTable;

  constructor(keys: KeyTable) {
    this.#keys = keys;
  }

  /** Reads the item at hand. */
  read(reader: ProtoReader): void {
    this.key = "";
    this.path = undefined;
    this.jsonStart = 0;
    this.jsonEnd = 0;
    this.typed = undefined;
    let nested = false;
    const outer = reader.enter();
    while (reader.next()) {
      switch (reader.field) {
        case KEY:
          if (nested) reader.skip();
          else this.key = this.#key(reader);
          break;
        case NESTED_KEY:
          if (nested) this.#goDeeper(this.#key(reader));
          else this.key = this.#key(reader);
          nested = true;
          break;
        case VALUE_JSON:
        case JSON_TEXT: {
          const length = reader.length();
          this.jsonStart = reader.at;
          reader.at += length;
          this.jsonEnd = reader.at;
          break;
        }
        case NONE:
          reader.skip();
          this.typed = null;
          break;
        case BOOLEAN:
          this.typed = reader.bool();
          break;
        case INTEGER:
          this.typed = reader.sint64();
          break;
        case NUMBER:
          this.typed = reader.double();
          break;
        case TEXT:
          this.typed = reader.string();
          break;
        default:
          reader.skip();
      }
    }
    reader.leave(outer);
  }

  /**
   * The item's value; undefined if it has none.
   * @throws SyntaxError if it is no JSON
   */
  value(bytes: Buffer): unknown {
    if (this.jsonEnd === this.jsonStart) return this.typed;
    return jsonValueAt(bytes, this.jsonStart, this.jsonEnd);
  }

  /** Puts the item's value where its path says, making nested objects on the way. */
  assign(target: Record<string, unknown>, value: unknown): void {
    if (this.path === undefined) setOwn(target, this.key, value);
    else assignPath(target, this.path, value);
  }

  /** Removes what the item's path names. */
  remove(target: Record<string, unknown>): void {
    const path = this.path ?? [this.key];
    let at: unknown = target;
    for (const [i, key] of path.entries()) {
      if (!isRecord(at) || !Object.hasOwn(at, key)) return;
      if (i === path.length - 1) delete at[key];
      else at = at[key];
    }
  }

  #goDeeper(key: string): void {
    if (this.path === undefined) this.path = [this.key, key];
    else if (this.path.push(key) > MAX_PATH) throw new ProtoError("a key is nested too deeply");
  }

  #key(reader: ProtoReader): string {
    const length = reader.length();
    reader.at += length;
    return this.#keys.get(reader.bytes, reader.at - length, reader.at);
  }
}

/**
 * JSON text in a file's bytes as a value.
 * @throws SyntaxError if it is no JSON
 */
export function jsonValueAt(bytes: Buffer, start: number, end: number): unknown {
  const text = bytes.toString("utf8", start, end);
  if (isDigit(bytes[end - 1])) {
    const number = parseNumber(text);
    if (!Number.isNaN(number)) return number;
  }
  return parseJsonValue(text);
}

/** Only a number's JSON text ends with a digit. */
export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function assignPath(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const last = path.length - 1;
  let at = target;
  for (let i = 0; i < last; i++) {
    const key = path[i]!;
    const inner = Object.hasOwn(at, key) ? at[key] : undefined;
    if (isRecord(inner)) {
      at = inner;
    } else {
      const made: Record<string, unknown> = {};
      setOwn(at, key, made);
      at = made;
    }
  }
  setOwn(at, path[last]!, value);
}
