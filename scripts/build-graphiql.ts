// Bundles GraphiQL for the emulator's page into a folder: one script and one style sheet, packed as browsers take them,
// and the licences of everything in them.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const PACKAGE = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//;

export async function buildGraphiql(folder: string): Promise<void> {
  const { outputFiles, metafile } = await build({
    entryPoints: { graphiql: "src/emulator/page/graphiql/main.js" },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["/page/*"],
    // Named in the file of licences instead.
    legalComments: "none",
    metafile: true,
    write: false,
    outdir: folder,
  });
  await mkdir(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    // Its fonts are two thirds of the style sheet; the page has the system's.
    const lean = path.endsWith(".css") ? text.replace(/@font-face\s*\{[^}]*\}/g, "") : text;
    await writeFile(`${path}.gz`, gzipSync(lean, { level: 9 }));
  }
  await writeFile(join(folder, "LICENSES.txt"), await licencesOf(Object.keys(metafile.inputs)));
}

async function licencesOf(inputs: readonly string[]): Promise<string> {
  const folders = new Map(
    inputs.flatMap((input) => {
      const [, folder, name] = PACKAGE.exec(input) ?? [];
      return name === undefined || folder === undefined ? [] : [[name, folder] as const];
    }),
  );
  const notices: string[] = [];
  for (const [name, folder] of [...folders].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    const text = file === undefined ? "" : `\n\n${(await readFile(join(folder, file), "utf8")).trim()}`;
    notices.push(`${name} ${version}, ${license}${text}`);
  }
  return `${notices.join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}
