/** An escape, a character class, or the beginning of a lookaround. */
const PARTS = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|([1-9]|k<)|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|\(\?<?[=!]/gi;

/**
 * A JavaScript expression as RE2, which servers are taken to use, spells it; or the rule it breaks where RE2 can't say
 * the same.
 */
export function toRe2({ source, flags }: RegExp): { readonly says: string } | { readonly rule: string } {
  // i, m and s exist in RE2 as inline flags; d, g and u change nothing about whether there is a match.
  if (/[^dgimsu]/.test(flags)) return { rule: "must have no flags but d, g, i, m, s and u" };
  let rule: string | undefined;
  const translated = source.replace(PARTS, (part, braced?: string, four?: string, reference?: string) => {
    if (reference !== undefined) rule = "must not refer back to a group: the server's engine can't";
    else if (part.startsWith("(")) rule = "must not look ahead or behind: the server's engine can't";
    else if (part.startsWith("[")) return part.replace(/\\u\{?([\da-f]+)\}?/gi, "\\x{$1}");
    const code = braced ?? four;
    return code === undefined ? part : `\\x{${code}}`;
  });
  if (rule !== undefined) return { rule };
  const inline = flags.replace(/[^ims]/g, "");
  return { says: inline === "" ? translated : `(?${inline})${translated}` };
}
