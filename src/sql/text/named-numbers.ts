import type { Dialect } from "../dialect.js";

/** Branches of a CASE for the texts that W&B writes for numbers that aren't finite. */
export function namedNumbers(value: string, d: Pick<Dialect, "text" | "double">): string {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  return special.map((one) => `WHEN ${value} = ${d.text(String(one))} THEN ${d.double(one)}`).join(" ");
}
