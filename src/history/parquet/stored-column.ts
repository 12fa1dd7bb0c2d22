import type { SchemaElement } from "hyparquet";
import { isRecord, setOwn } from "../own-property.js";
import { decimalNumber } from "./decimal-number.js";
import { timeOfDay } from "./time-of-day.js";

/** How to decode a column with values that are made of what is stored. */
export interface StoredColumn {
  /** The column's schema, in which such values are what they are stored as. */
  readonly schema: readonly SchemaElement[];
  /** Makes the values, given what was decoded by that schema. */
  toValues(decoded: ArrayLike<unknown>): ArrayLike<unknown>;
}

/** What Parquet stores in a field. */
type Stored = number | bigint | Uint8Array;

/** A field whose values are made of what is stored, and the names that lead to it: none for the column itself. */
interface Field {
  readonly path: readonly string[];
  readonly make: (stored: Stored) => unknown;
}

/**
 * hyparquet multiplies decimals by powers of ten that are no doubles, so that 1.63 becomes 1.6300000000000001; gives times
 * of day as numbers, which would count as logged; and gives up on intervals and BSON. So it is shown a schema without
 * them.
 *
 * @param schema a column's schema: itself first, then what is nested in it
 * @returns undefined for a column without such fields; those in lists and maps, which log no numbers, may stay as they are
 */
export function storedColumn(schema: readonly SchemaElement[]): StoredColumn | undefined {
  const stored = [...schema];
  const fields: Field[] = [];
  uncover(stored, 0, [], fields);
  if (stored.every((element, i) => element === schema[i])) return undefined;
  return { schema: stored, toValues: (decoded) => fields.reduce<ArrayLike<unknown>>(withValues, decoded) };
}

/**
 * Takes the marks off an element's fields, all in place, and gives where the next element is.
 *
 * @param path the names that lead to the element; undefined inside of lists and the like
 */
function uncover(
  schema: SchemaElement[],
  at: number,
  path: readonly string[] | undefined,
  fields: Field[],
): number {
  const { converted_type, logical_type, ...element } = schema[at]!;
  if (converted_type === "INTERVAL" || converted_type === "BSON") {
    schema[at] = element;
    return at + 1;
  }
  const once = element.repetition_type !== "REPEATED";
  const make = path && once ? maker(schema[at]!) : undefined;
  if (path !== undefined && make !== undefined) {
    // Bytes of any length are texts where nothing marks them, which only a whole column can be told not to be.
    if (element.type === "BYTE_ARRAY" && path.length > 0) return at + 1;
    schema[at] = element;
    fields.push({ path, make });
    return at + 1;
  }
  // Lists, maps and variants are marked as such.
  const isStruct = once && converted_type === undefined && logical_type === undefined;
  let next = at + 1;
  for (let left = element.num_children ?? 0; left > 0 && next < schema.length; left--) {
    const inner = path && isStruct ? [...path, schema[next]!.name] : undefined;
    next = uncover(schema, next, inner, fields);
  }
  return next;
}

/** What makes the values of a field that the schema marks; undefined for most. */
function maker({ converted_type, logical_type, scale }: SchemaElement): Field["make"] | undefined {
  const isDecimal = logical_type?.type === "DECIMAL";
  if (isDecimal || converted_type === "DECIMAL") {
    const digits = scale ?? (isDecimal ? logical_type.scale : 0);
    return (stored) => decimalNumber(stored, digits);
  }
  if (logical_type?.type === "TIME") return (stored) => timeOfDay(stored, logical_type.unit);
  if (converted_type === "TIME_MILLIS") return (stored) => timeOfDay(stored, "MILLIS");
  return converted_type === "TIME_MICROS" ? (stored) => timeOfDay(stored, "MICROS") : undefined;
}

function withValues(decoded: ArrayLike<unknown>, { path, make }: Field): ArrayLike<unknown> {
  const values = new Array<unknown>(decoded.length);
  for (let i = 0; i < decoded.length; i++) values[i] = inside(decoded[i], path, make);
  return values;
}

function inside(value: unknown, path: readonly string[], make: Field["make"]): unknown {
  if (path.length === 0) {
    const isStored = typeof value === "number" || typeof value === "bigint" || value instanceof Uint8Array;
    return isStored ? make(value) : value;
  }
  const [first, ...rest] = path;
  if (isRecord(value) && Object.hasOwn(value, first!))
    setOwn(value, first!, inside(value[first!], rest, make));
  return value;
}
