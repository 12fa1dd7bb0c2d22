import type { SchemaElement } from "hyparquet";
import { isRecord, setOwn } from "../own-property.js";
import { decimalNumber } from "./decimal-number.js";

/** How to decode a column whose decimals become the nearest doubles. */
export interface DecimalColumn {
  /** The column's schema, in which decimals are what they are stored as. */
  readonly schema: readonly SchemaElement[];
  /** Makes numbers of them, given what was decoded by that schema. */
  toNumbers(values: ArrayLike<unknown>): ArrayLike<unknown>;
}

/** A decimal, and the fields that lead to it: none where the column is the decimal itself. */
interface Decimal {
  readonly path: readonly string[];
  readonly scale: number;
}

/**
 * hyparquet multiplies decimals by powers of ten that are no doubles, and 1.63 becomes 1.6300000000000001. So it is shown
 * a schema without decimals, and what it decodes by that is divided.
 *
 * @param schema a column's schema: itself first, then what is nested in it
 * @returns undefined for a column without decimals; those in lists and maps, which log no numbers, don't count
 */
export function decimalColumn(schema: readonly SchemaElement[]): DecimalColumn | undefined {
  const stored = [...schema];
  const decimals: Decimal[] = [];
  uncover(stored, 0, [], decimals);
  if (decimals.length === 0) return undefined;
  return {
    schema: stored,
    toNumbers: (values) => decimals.reduce<ArrayLike<unknown>>(withNumbers, values),
  };
}

/**
 * Takes the mark off the decimals of an element, all in place, and gives where the next element is.
 *
 * @param path the fields that lead to the element; undefined inside of lists and the like
 */
function uncover(
  schema: SchemaElement[],
  at: number,
  path: readonly string[] | undefined,
  decimals: Decimal[],
): number {
  const { converted_type, logical_type, ...element } = schema[at]!;
  const once = element.repetition_type !== "REPEATED";
  if (path !== undefined && once && (converted_type === "DECIMAL" || logical_type?.type === "DECIMAL")) {
    // Bytes of any length are texts where nothing marks them, which only a whole column can be told not to be.
    if (element.type === "BYTE_ARRAY" && path.length > 0) return at + 1;
    schema[at] = element;
    const marked = logical_type?.type === "DECIMAL" ? logical_type.scale : 0;
    decimals.push({ path, scale: element.scale ?? marked });
    return at + 1;
  }
  // Lists, maps and variants are marked as such.
  const isStruct = once && converted_type === undefined && logical_type === undefined;
  let next = at + 1;
  for (let left = element.num_children ?? 0; left > 0 && next < schema.length; left--) {
    const inner = path && isStruct ? [...path, schema[next]!.name] : undefined;
    next = uncover(schema, next, inner, decimals);
  }
  return next;
}

function withNumbers(values: ArrayLike<unknown>, { path, scale }: Decimal): ArrayLike<unknown> {
  const numbers = new Array<unknown>(values.length);
  for (let i = 0; i < values.length; i++) {
    numbers[i] = path.length === 0 ? asNumber(values[i], scale) : inside(values[i], path, scale);
  }
  return numbers;
}

function inside(value: unknown, path: readonly string[], scale: number): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return asNumber(value, scale);
  if (isRecord(value) && Object.hasOwn(value, first)) setOwn(value, first, inside(value[first], rest, scale));
  return value;
}

function asNumber(value: unknown, scale: number): unknown {
  const isStored = typeof value === "number" || typeof value === "bigint" || value instanceof Uint8Array;
  return isStored ? decimalNumber(value, scale) : value;
}
