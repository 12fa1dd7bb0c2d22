import { InvalidArgumentError } from "commander";

/** The value of an option that takes a whole number, 1 or more. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError("must be a whole number, 1 or more");
}
