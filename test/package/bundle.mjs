import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { build as buildWithVite } from "vite";

/**
 * Kilobytes (1,024 bytes), minified and gzipped, that building, compiling and saving may cost a web page: what is
 * aimed at, and what must not be passed, with builders alone and with a whole Api. A bundle is one file, with all it can
 * ever load. Lower the limits whenever the sizes allow.
 */
const TARGET_KB = 35;
const LIMITS_KB = { "save-with-builders.mjs": 34.5, "save-at-the-edge.mjs": 39.5 };

const BUILTINS = builtinModules.flatMap((name) => [name, `node:${name}`]);

/** Bundles `entry` so that it imports nothing any more, and says how large it is. */
async function bundle(project, entry, platform, format) {
  const outfile = entry.replace(/\.mjs$/, `.${platform}.${format === "esm" ? "mjs" : "js"}`);
  const { metafile } = await build({
    absWorkingDir: project,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    format,
    ...(format === "iife" && { globalName: "bundle" }),
    platform,
    mainFields: ["browser", "module", "main"],
    conditions: ["browser", "import"],
    // Left in place if something imports them, so that they can be named here.
    external: BUILTINS,
    metafile: true,
  });
  const imported = metafile.outputs[outfile].imports.map(({ path }) => path);
  if (imported.length > 0) throw new Error(`${outfile} still imports ${imported.join(", ")}`);
  const kilobytes = gzipSync(readFileSync(join(project, outfile)), { level: 9 }).length / 1024;
  const size = `${outfile}: ${kilobytes.toFixed(1)} kB minified and gzipped (target ${TARGET_KB})`;
  const limit = LIMITS_KB[entry];
  if (kilobytes > limit) throw new Error(`${size}, over the limit of ${limit}`);
  return size;
}

/** Rolldown follows re-exports past a module that is declared free of side effects; esbuild keeps it anyway. */
async function bundleWithVite(project, entry, fileName) {
  await buildWithVite({
    configFile: false,
    logLevel: "error",
    root: project,
    build: { outDir: ".", emptyOutDir: false, lib: { entry, formats: ["es"], fileName: () => fileName } },
  });
}

/** Bundles a program that saves with nothing but builders, and one for runtimes that have nothing of Node. */
export async function checkBundles(project) {
  await bundleWithVite(project, "save-with-builders.mjs", "save-with-builders.vite.mjs");
  const sizes = [];
  for (const platform of ["browser", "neutral"]) {
    sizes.push(await bundle(project, "save-with-builders.mjs", platform, "esm"));
    sizes.push(await bundle(project, "save-at-the-edge.mjs", platform, "iife"));
  }
  return sizes.join("\n");
}
