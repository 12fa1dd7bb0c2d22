import { EvaluationError } from "../../errors/index.js";

/** Text that can stand in a literal as it is, in any dialect: DuckDB makes plain blanks of others, in quotes too. */
const PLAIN = /^(?:[^\p{C}\p{Z}\\]| )*$/u;
/** Ends of lines would be indented with the query, and the rest is lost on the way to a database. */
const NO_NAME = /[\p{Cc}\p{Zl}\p{Zp}]|(?! )\p{Zs}|^\ufeff/u;

/** With the u flag, pairs are one code point, so only halves are left. */
const HALF_PAIR = /\p{Cs}/u;

/** What counts as white space, as JavaScript has it. */
export const WHITE_SPACE =
  "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";

/** Whether a literal shows `value` as it is; otherwise it is better given as bytes. */
export function isPlain(value: string): boolean {
  return PLAIN.test(value);
}

/** `value` in UTF-8, as hexadecimal digits. */
export function utf8Hex(value: string): string {
  return Array.from(new TextEncoder().encode(value), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A quoted text whose only special character, the quote itself, is doubled. */
export function quoted(value: string, quote: string): string {
  return quote + value.replaceAll(quote, quote + quote) + quote;
}

/** @throws EvaluationError when the text can't be said in any SQL: half a surrogate pair isn't a character. */
export function checkText(value: string, what: string): string {
  if (!HALF_PAIR.test(value)) return value;
  throw new EvaluationError(
    `${what} ${JSON.stringify(value)} holds half of a surrogate pair, which no SQL text can.`,
  );
}

/** @throws EvaluationError when no column can have the name, or none that can be said in SQL. */
export function checkName(name: string, database: string): string {
  if (name !== "" && !NO_NAME.test(name)) return checkText(name, "The column name");
  throw new EvaluationError(
    `A column named ${JSON.stringify(name)} can't be asked for in SQL for ${database}: names aren't empty, and hold no control characters and no blanks but the plain one.`,
    { hint: "Evaluate this history with dryRun(), or give it as JSON lines, whose keys may be anything." },
  );
}
