import type { ValidationIssue } from "../errors/index.js";

/** What Python, or the server, calls some options. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  text: "message",
  level: "severity",
  requestpayload: "payload",
  aggop: "agg",
  cmpop: "cmp",
  windowsize: "window",
  currentwindowsize: "window",
  priorwindowsize: "priorWindow",
  changeamount: "amount",
  threshold: "amount",
};

const letters = (name: string) => name.toLowerCase().replace(/[^a-z]/g, "");

/** One issue for every option that isn't among `known`, with the one that was probably meant. */
export function unknownOptions(given: object, known: readonly string[]): ValidationIssue[] {
  const issues: ValidationIssue[] = [];
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    const meant =
      known.find((name) => letters(name) === letters(key)) ??
      known.find((name) => name === OTHER_NAMES[letters(key)]);
    const advice = meant === undefined ? `options are ${known.join(", ")}` : `did you mean ${meant}?`;
    issues.push({ code: "unknown_option", path: [key], message: `is not an option here; ${advice}` });
  }
  return issues;
}
