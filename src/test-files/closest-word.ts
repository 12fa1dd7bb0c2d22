/** The one of `words` that was probably meant: the same letters, or at most a third of them mistyped. */
export function closestWord(given: string, words: Iterable<string>): string | undefined {
  const wanted = letters(given);
  let best: string | undefined;
  let least = Math.min(3, Math.floor(Math.max(wanted.length, 3) / 3)) + 1;
  for (const word of words) {
    const distance = editDistance(wanted, letters(word), least);
    if (distance < least) {
      best = word;
      least = distance;
    }
  }
  return best;
}

const MAX_LENGTH = 80;

function letters(word: string): string {
  return word
    .slice(0, MAX_LENGTH)
    .toLowerCase()
    .replace(/[\s_-]/g, "");
}

/** Letters to insert, leave out or change, and neighbours to swap; `limit` where it would be that many or more. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
