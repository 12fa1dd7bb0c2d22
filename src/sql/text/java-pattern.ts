import { EvaluationError } from "../../errors/index.js";
import { compileRegex } from "../../evaluate/filter/regex.js";
import { type PatternNode, parsePattern, type Range } from "./re2-pattern.js";

/** More than so many repetitions without a bound take Java's engine too long on long texts. */
const MOST_UNBOUNDED = 3;
const MOST_REPEATS = 1000;

/**
 * An RE2 pattern in the syntax of Java's, such that both are found in the same texts. Everything that the two read
 * differently is spelled out: `.` and `$` and line ends, `\s`, `\b`, letter case.
 *
 * @throws EvaluationError naming what Java can't be asked: Unicode classes, whose tables differ, and repetitions inside
 *   repetitions, with which Java's engine may never be done where RE2 takes time linear in the text.
 */
export function javaPattern(pattern: string): string {
  compileRegex(pattern);
  const refuse = (what: string): never => {
    throw new EvaluationError(`$regex ${JSON.stringify(pattern)} can't be said in SQL for Spark: ${what}.`, {
      hint: "Run this backtest on DuckDB, whose patterns are RE2, or write the pattern without it.",
    });
  };
  const node = parsePattern(pattern, refuse);
  let unbounded = 0;
  const write = (part: PatternNode, repeated: boolean): string => {
    switch (part.kind) {
      case "sequence":
        return part.parts.map((one) => write(one, repeated)).join("");
      case "choice":
        if (repeated && part.parts.length > 1) refuse("a choice inside a repetition");
        return `(?:${part.parts.map((one) => write(one, repeated)).join("|")})`;
      case "set":
        return setText(part.ranges, part.negated);
      case "start":
        return part.lines ? "(?:\\A|(?<=\\n))" : "\\A";
      case "end":
        return part.lines ? "(?:\\z|(?=\\n))" : "\\z";
      case "boundary": {
        const word = "[0-9A-Za-z_]";
        return part.negated
          ? `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`
          : `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
      }
      case "repeat": {
        const { least, most } = part;
        if (repeated && (most === undefined || least !== most)) refuse("a repetition inside a repetition");
        if (most === undefined && ++unbounded > MOST_UNBOUNDED) {
          refuse(`more than ${MOST_UNBOUNDED} repetitions without a bound`);
        }
        if (Math.max(least, most ?? 0) > MOST_REPEATS) refuse(`more than ${MOST_REPEATS} repetitions`);
        const inner = write(part.part, repeated || most === undefined || most > 1);
        return `(?:${inner}){${least},${most ?? ""}}`;
      }
    }
  };
  return write(node, false);
}

function setText(ranges: readonly Range[], negated: boolean): string {
  // An empty set matches nothing, its opposite everything.
  if (ranges.length === 0) return negated ? "[\\x{0}-\\x{10ffff}]" : "(?!)";
  const texts = ranges.map(([from, to]) => (from === to ? point(from) : `${point(from)}-${point(to)}`));
  return `[${negated ? "^" : ""}${texts.join("")}]`;
}

/** A character, readable where it is a plain letter or digit. */
function point(codePoint: number): string {
  const text = String.fromCodePoint(codePoint);
  return /^[0-9A-Za-z_ ]$/.test(text) ? text : `\\x{${codePoint.toString(16)}}`;
}
