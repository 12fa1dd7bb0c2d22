import { RE2JS } from "re2js";
import { EvaluationError } from "../../errors/index.js";

/** Patterns longer than this compile to programs that take seconds to build. */
const MAX_PATTERN = 10_000;

/**
 * A test for `pattern` anywhere in a text, with RE2's semantics: time linear in the text, whatever the pattern.
 *
 * @throws EvaluationError when RE2 refuses the pattern (look-around and back-references among others).
 */
export function compileRegex(pattern: string): (text: string) => boolean {
  if (pattern.length > MAX_PATTERN) {
    throw new EvaluationError(
      `A $regex has ${pattern.length} characters; patterns of up to ${MAX_PATTERN} can be evaluated.`,
    );
  }
  try {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.test(text);
  } catch (error) {
    throw new EvaluationError(
      `$regex ${JSON.stringify(pattern)} isn't a pattern that RE2 accepts: ${(error as Error).message}`,
      {
        hint: "RE2 has no look-around and no back-references; flags are written inside, as in (?i)prod.",
        cause: error,
      },
    );
  }
}
