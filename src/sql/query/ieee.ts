import type { Comparison, Condition } from "../../evaluate/window/condition.js";
import type { Dialect } from "../dialect.js";

const OPERATORS: Readonly<Record<Comparison, string>> = {
  ">": ">",
  ">=": ">=",
  "<": "<",
  "<=": "<=",
  "==": "=",
  "!=": "<>",
};
/** Comparisons that hold for NaN in SQL, where it is greater than everything and equal to itself. */
const HOLDS_FOR_NAN = new Set<Comparison>([">", ">=", "!="]);

/** Whether `compared` meets a condition's limit. NaN meets none. */
export function meets(compared: string, { comparison, limit }: Condition, d: Dialect): string {
  const held = `${compared} ${OPERATORS[comparison]} ${d.double(limit)}`;
  return HOLDS_FOR_NAN.has(comparison) || Number.isNaN(limit)
    ? `(${held} AND NOT isnan(${compared}))`
    : `(${held})`;
}

/** `numerator / denominator` as IEEE has it, where SQL would give null or an error for 0. The denominator isn't negative. */
export function ratio(numerator: string, denominator: string, d: Dialect): string {
  const infinity = d.double(Number.POSITIVE_INFINITY);
  const sign = `WHEN isnan(${numerator}) OR ${numerator} = 0 THEN ${d.double(Number.NaN)} WHEN ${numerator} > 0 THEN ${infinity} ELSE -${infinity}`;
  return `(CASE WHEN ${denominator} <> 0 THEN ${d.divide(numerator, denominator)} ${sign} END)`;
}
