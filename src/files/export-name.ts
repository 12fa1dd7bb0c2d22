/** Where in a module's exports a value stands: `["alerts", "lossSpike"]`, `["alerts", 0]`. */
export type ExportPath = readonly (string | number)[];

/** As one would write it in code: `alerts.lossSpike`, `alerts[0]`. */
export function exportText(path: ExportPath): string {
  return path
    .map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join("");
}

/**
 * The name of an automation that has none of its own: its export's, in the spelling W&B's names have. `lossSpike` is
 * `loss-spike`, `alerts.lossSpike` is `alerts-loss-spike`, `alerts[0]` is `alerts-1`; `default` counts as the file's
 * name where it is the automation itself or a list.
 *
 * @param file path of the file
 */
export function nameFromExport(path: ExportPath, file: string): string {
  const [first, ...rest] = path;
  const parts = first !== "default" ? path : typeof rest[0] === "string" ? rest : [fileName(file), ...rest];
  return parts.map((part) => (typeof part === "number" ? `${part + 1}` : kebabCase(part))).join("-");
}

function fileName(file: string): string {
  return file.replace(/^.*\//, "").replace(/(\.automations)?\.[cm]?[jt]s$/, "");
}

function kebabCase(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1-$2")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}
