/** What a character counts as where case doesn't: by Unicode's simple folding, as RE2 has it. */
export function foldings(codePoint: number): readonly number[] {
  const same = new RegExp(`^\\u{${codePoint.toString(16)}}$`, "iu");
  const found = new Set([codePoint]);
  for (const other of cased()) {
    if (same.test(String.fromCodePoint(other))) found.add(other);
  }
  return [...found].sort((a, b) => a - b);
}

let known: readonly number[] | undefined;

/** All characters that have a case. */
function cased(): readonly number[] {
  if (known !== undefined) return known;
  const found: number[] = [];
  for (let point = 0; point <= 0x1ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const text = String.fromCodePoint(point);
    if (/\p{Changes_When_Casemapped}|\p{Changes_When_Casefolded}/u.test(text)) found.push(point);
  }
  known = found;
  return found;
}
