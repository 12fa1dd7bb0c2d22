import { isJsonObject } from "./json.js";

/**
 * Reads a part of an answer: gives as much of it as is known. Where it isn't what the schema promises, its place goes
 * to `broken`, and what is given mustn't be used.
 *
 * @param at its place in the answer, `viewer.teams`; empty for the answer itself.
 */
export type Shape<T> = (value: unknown, broken: string[], at: string) => T;

/** What a shape reads. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

/** Anything that `isIt` recognizes. */
export function only<T>(isIt: (value: unknown) => boolean): Shape<T> {
  return (value, broken, at) => {
    if (!isIt(value)) broken.push(at);
    return value as T;
  };
}

export const text: Shape<string> = /* @__PURE__ */ only((value) => typeof value === "string");
export const flag: Shape<boolean> = /* @__PURE__ */ only((value) => typeof value === "boolean");
export const count: Shape<number> = /* @__PURE__ */ only((value) => typeof value === "number");
/** Whatever it is: something else reads it. */
export const unread: Shape<unknown> = (value) => value;

/** May be missing or null. */
export function nullish<T>(shape: Shape<T>): Shape<T | null | undefined> {
  return (value, broken, at) => (value === null || value === undefined ? value : shape(value, broken, at));
}

/** May be missing. */
export function optional<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, broken, at) => (value === undefined ? undefined : shape(value, broken, at));
}

function within(at: string, key: string | number): string {
  return at === "" ? `${key}` : `${at}.${key}`;
}

export function list<T>(item: Shape<T>): Shape<T[]> {
  return (value, broken, at) => {
    if (Array.isArray(value)) return value.map((each, i) => item(each, broken, within(at, i)));
    broken.push(at);
    return [];
  };
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Read<F extends Fields> = { [Name in keyof F]: Shaped<F[Name]> };

/** An object of which only these fields are read. */
export function object<F extends Fields>(fields: F): Shape<Read<F>> {
  return (value, broken, at) => {
    const known: Record<string, unknown> = {};
    if (!isJsonObject(value)) {
      broken.push(at);
    } else {
      for (const name of Object.keys(fields)) {
        const read = fields[name]!(value[name], broken, within(at, name));
        if (read !== undefined) known[name] = read;
      }
    }
    return known as Read<F>;
  };
}

/** An object that is given whole, and of which only these fields are known. */
export function open<F extends Fields>(fields: F): Shape<Read<F> & Readonly<Record<string, unknown>>> {
  const known = object(fields);
  return (value, broken, at) => {
    known(value, broken, at);
    return value as Read<F> & Readonly<Record<string, unknown>>;
  };
}

/** The first of these that fits. */
export function either<T>(...shapes: readonly Shape<T>[]): Shape<T> {
  return (value, broken, at) => {
    for (const shape of shapes) {
      const own: string[] = [];
      const read = shape(value, own, at);
      if (own.length === 0) return read;
    }
    broken.push(at);
    return value as T;
  };
}
