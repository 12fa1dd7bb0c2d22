import type { CompletedCommand } from "./command-tree.js";
import { quotedWord } from "./quoted-word.js";

export function fishScript(program: string, commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, description, options, choices }) => {
    const when = name === "" ? "__fish_use_subcommand" : `__fish_seen_subcommand_from ${name}`;
    const at = `complete -c ${program} -n ${quotedWord(when)}`;
    return [
      ...(name === ""
        ? []
        : [`complete -c ${program} -f -n '__fish_use_subcommand' -a ${name} -d ${quotedWord(description)}`]),
      ...(choices.length === 0 ? [] : [`${at} -f -a ${quotedWord(choices.join(" "))}`]),
      ...options.map((option) => {
        const value = option.takesValue
          ? option.choices.length > 0
            ? ` -x -a ${quotedWord(option.choices.join(" "))}`
            : " -r"
          : "";
        return `${at} -l ${option.flag.slice(2)}${value} -d ${quotedWord(option.description)}`;
      }),
    ];
  });
  return `# fish completion of ${program}\n${lines.join("\n")}\n`;
}
