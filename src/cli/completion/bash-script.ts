import type { CompletedCommand } from "./command-tree.js";

/** Where no word of ours fits, bash completes file names. */
export function bashScript(program: string, commands: readonly CompletedCommand[]): string {
  const name = `_${program.replaceAll("-", "_")}`;
  const named = commands.filter((command) => command.name !== "");
  const values = commands.flatMap(({ name: command, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(({ flag, choices }) => `    "${command} ${flag}") words="${choices.join(" ")}" ;;`),
  );
  const words = commands.map(({ name: command, options, choices }) => {
    const flags = options.map(({ flag }) => flag).join(" ");
    const first = command === "" ? named.map((one) => one.name) : choices;
    return `      "${command}") case "$current" in -*) words="${flags}" ;; *) words="${first.join(" ")}" ;; esac ;;`;
  });
  return `# bash completion of ${program}
${name}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" command="" words="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case "$word" in ${named.map((one) => one.name).join("|")}) command="$word"; break ;; esac
  done
  case "$command $previous" in
${values.join("\n")}
    *) case "$command" in
${words.join("\n")}
    esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${name} ${program}
`;
}
