const IN_LINE = /wandb-automations-ignore[ \t]+([^\n]*)/;
const IN_FILE = /wandb-automations-ignore-file[ \t]+([^\n]*)/g;
const COMMENT = /^\s*(\/\/|\/?\*)/;

/**
 * The lint rules that a file's comments say to ignore: `wandb-automations-ignore a, b` on a line or in the comment right
 * above it, `wandb-automations-ignore-file a` anywhere. What comes after `--` is the reason.
 *
 * @param line of the automation, from 1
 */
export function ignoredRules(source: string, line: number | undefined): string[] {
  const whole = Array.from(source.matchAll(IN_FILE), (match) => match[1]!);
  return [...whole, ...(line === undefined ? [] : atLine(source.split("\n"), line - 1))].flatMap(names);
}

function atLine(lines: readonly string[], at: number): string[] {
  let first = at;
  while (COMMENT.test(lines[first - 1] ?? "")) first--;
  return lines.slice(first, at + 1).flatMap((line) => IN_LINE.exec(line)?.[1] ?? []);
}

function names(text: string): string[] {
  const [list = ""] = text.split(/\s--|\*\//, 1);
  return list.split(/[\s,]+/).filter((name) => name !== "");
}
