import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, onTestFinished } from "vitest";

const SOURCES = fileURLToPath(new URL("../../../src/", import.meta.url));
const ENTRIES = ["index", "testing", "history", "test-files", "plan"];

/** A folder whose projects find `wandb-automations` as an installed package, made of this repository's source. */
const workspace = mkdtempSync(join(tmpdir(), "workspace-"));
afterAll(() => rmSync(workspace, { recursive: true, force: true }));
installPackage(join(workspace, "node_modules/wandb-automations"));

function installPackage(folder: string): void {
  const build = (format: "esm" | "cjs", extension: string) =>
    buildSync({
      entryPoints: ENTRIES.map((name) => `${SOURCES}${name}.ts`),
      outdir: folder,
      outExtension: { ".js": extension },
      bundle: true,
      splitting: format === "esm",
      platform: "node",
      format,
      external: ["vitest", "hyparquet*", "csv-parse", "jiti", "yaml"],
    });
  build("esm", ".mjs");
  build("cjs", ".cjs");
  const exported = ENTRIES.map((name) => [
    name === "index" ? "." : `./${name}`,
    { import: `./${name}.mjs`, require: `./${name}.cjs` },
  ]);
  const manifest = { name: "wandb-automations", exports: Object.fromEntries(exported) };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
}

/**
 * A project in a folder of its own, gone when the test ends.
 *
 * @param files path → text
 * @returns the folder
 */
export function projectWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(workspace, "project-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({ "package.json": "{}", ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** The text of a file that exports automations, `body` using `watch(metric, options)`. */
export function automationFile(body: string): string {
  return `import { DoNothing, OnRunMetric, OnRunState, RunEvent, defineAutomation } from "wandb-automations";
const watch = (metric: string, options: { name?: string } = {}) =>
  defineAutomation({
    event: new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric(metric).gt(1) }),
    action: new DoNothing(),
    ...options,
  });
${body}`;
}
