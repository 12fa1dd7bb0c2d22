import { HistoryError } from "../errors/index.js";

/** More would only be a slip of the keyboard: `1x99999999`. */
const MAX_STEPS = 10_000_000;
const RESERVED = new Set(["_step", "_timestamp"]);

const UNSIGNED = "(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?";
const TOKEN = new RegExp(
  `^(?:(?<missing>_)|(?<word>[+-]?(?:nan|inf|infinity))|(?<start>[+-]?${UNSIGNED})(?<delta>[+-]${UNSIGNED})?)(?:x(?<times>\\d+))?$`,
  "i",
);

/**
 * Parses the notation of `series` for one metric: one entry per step, undefined where nothing is logged.
 *
 * @throws HistoryError that quotes the part that is wrong and says where it begins
 */
export function parseSeries(metric: string, notation: unknown): readonly (number | undefined)[] {
  if (metric === "" || RESERVED.has(metric)) {
    throw new HistoryError(`series: ${JSON.stringify(metric)} can't be a metric's name`);
  }
  if (typeof notation !== "string" || notation.trim() === "") {
    const given = typeof notation === "string" ? "empty" : `a ${typeof notation}`;
    throw new HistoryError(`series ${JSON.stringify(metric)}: the notation is ${given}`, { hint: HINT });
  }
  const values: (number | undefined)[] = [];
  for (const { 0: token, index } of notation.matchAll(/\S+/g)) {
    const fail = (problem: string) => {
      const shown = token.length > 40 ? `${token.slice(0, 40)}…` : token;
      const place = `series ${JSON.stringify(metric)}, character ${index + 1}`;
      throw new HistoryError(`${place}: ${JSON.stringify(shown)} ${problem}`, { hint: HINT });
    };
    const parts = TOKEN.exec(token)?.groups;
    if (parts === undefined) return fail("is no value");
    const times = Number(parts.times ?? 0);
    if (parts.delta !== undefined && parts.times === undefined)
      return fail(`lacks how often, as in ${token}x5`);
    if (values.length + times > MAX_STEPS) return fail(`makes more than ${MAX_STEPS} steps`);
    expand(parts, times, values);
  }
  return values;
}

const HINT = 'Write values with blanks between, as in "0.9-0.1x5 _ nan 0.4x3".';

function expand(
  parts: Readonly<Record<string, string | undefined>>,
  times: number,
  values: (number | undefined)[],
): void {
  const { missing, word, start = "", delta = "0" } = parts;
  if (missing !== undefined) {
    for (let i = 0; i < (parts.times === undefined ? 1 : times); i++) values.push(undefined);
  } else if (word !== undefined) {
    const value = /nan/i.test(word) ? Number.NaN : word.startsWith("-") ? -1 / 0 : 1 / 0;
    for (let i = 0; i <= times; i++) values.push(value);
  } else {
    const digits = Math.max(decimals(start), decimals(delta));
    for (let i = 0; i <= times; i++) values.push(decimalSum(Number(start), i * Number(delta), digits));
  }
}

/** Digits behind the point; too many to round to if there is an exponent. */
function decimals(text: string): number {
  return /e/i.test(text) ? Number.POSITIVE_INFINITY : (text.split(".")[1]?.length ?? 0);
}

/** 0.9 − 2 × 0.1 as people write it: 0.7. */
function decimalSum(start: number, change: number, digits: number): number {
  if (change === 0) return start;
  const sum = start + change;
  return digits <= 15 && Math.abs(sum) < 1e15 ? Number(sum.toFixed(digits)) : sum;
}
