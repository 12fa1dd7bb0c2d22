/** Which names a file imports, and from where. */
export class Imports {
  readonly #names = new Map<string, Set<string>>();

  /** The name, which is imported from now on. */
  use(name: string, from = "wandb-automations"): string {
    const names = this.#names.get(from) ?? new Set();
    this.#names.set(from, names.add(name));
    return name;
  }

  /** The import statements, in lines of at most 100 columns. */
  toString(): string {
    const sources = [...this.#names].sort(([a], [b]) => (a < b ? -1 : 1));
    return sources.map(([from, names]) => statement([...names].sort(), from)).join("\n");
  }
}

function statement(names: readonly string[], from: string): string {
  const line = `import { ${names.join(", ")} } from "${from}";`;
  return line.length <= 100
    ? line
    : `import {\n${names.map((name) => `  ${name},`).join("\n")}\n} from "${from}";`;
}
