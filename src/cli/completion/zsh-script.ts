import type { CompletedCommand, CompletedOption } from "./command-tree.js";
import { quotedWord } from "./quoted-word.js";

export function zshScript(program: string, commands: readonly CompletedCommand[]): string {
  const name = `_${program.replaceAll("-", "_")}`;
  const [root, ...named] = commands;
  const described = named.map((one) => `    ${quotedWord(`${one.name}:${one.description}`)}`);
  const cases = named.map(({ name: command, options, choices }) => {
    const rest = choices.length > 0 ? `*:value:(${choices.join(" ")})` : "*:file:_files";
    const specs = [...options.map(optionSpec), quotedWord(rest)].map((spec) => `        ${spec}`);
    return `    ${command}) _arguments \\\n${specs.join(" \\\n")} ;;`;
  });
  return `#compdef ${program}
${name}() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    if [[ $words[2] == -* ]]; then
      _arguments ${root!.options.map(optionSpec).join(" ")}
    else
      _describe command commands
    fi
    return
  fi
  case $words[2] in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == ${name} || $funcstack[1] == _${program} ]]; then
  ${name} "$@"
else
  compdef ${name} ${program}
fi
`;
}

function optionSpec({ flag, description, takesValue, choices }: CompletedOption): string {
  const text = description.replace(/[[\]:\\]/g, (char) => `\\${char}`);
  const value = !takesValue ? "" : choices.length > 0 ? `:value:(${choices.join(" ")})` : ":value:_files";
  return quotedWord(`*${flag}[${text}]${value}`);
}
