/** What this package reads of a W&B settings file. */
export type Settings = Readonly<Record<string, string>>;

const SECTION = "default";
/** Values of this section stand in every other, as in Python's `configparser`. */
const EVERY_SECTION = "DEFAULT";

/**
 * Reads a W&B settings file, which Python's `configparser` writes: the `[default]` section, keys in any case, `=` or
 * `:`, whole-line comments, values that go on in indented lines. Lines it can't read are passed over.
 */
export function parseSettings(text: string): Settings {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed === "" || /^[#;]/.test(trimmed)) continue;
    const name = /^\[([^\]]+)\]/.exec(trimmed)?.[1];
    const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(trimmed);
    if (/^\s/.test(line) && section && key !== undefined) {
      section.set(key, `${section.get(key)}\n${trimmed}`);
    } else if (name !== undefined) {
      section = sections.get(name) ?? new Map();
      sections.set(name, section);
      key = undefined;
    } else if (section && pair) {
      key = pair[1]?.toLowerCase() ?? "";
      section.set(key, (pair[2] ?? "").replaceAll("%%", "%"));
    }
  }
  const own = sections.get(SECTION);
  return own ? Object.fromEntries([...(sections.get(EVERY_SECTION) ?? []), ...own]) : {};
}
