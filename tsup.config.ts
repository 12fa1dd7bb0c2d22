import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { defineConfig, type Options } from "tsup";
import { buildGraphiql } from "./scripts/build-graphiql.js";

/** `import text from "./file?raw"`, as Vite has it: the file as text, whatever it is. */
const rawText: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "raw-text",
  setup(build) {
    build.onResolve({ filter: /\?raw$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path),
      namespace: "raw-text",
    }));
    build.onLoad({ filter: /\?raw$/, namespace: "raw-text" }, async ({ path }) => ({
      contents: await readFile(path.slice(0, -"?raw".length)),
      loader: "text",
    }));
  },
};

export default defineConfig(({ outDir }) => ({
  entry: {
    index: "src/index.ts",
    evaluate: "src/evaluate.ts",
    history: "src/history.ts",
    emulator: "src/emulator.ts",
    testing: "src/testing.ts",
    sql: "src/sql.ts",
    plan: "src/plan.ts",
    files: "src/files.ts",
    lint: "src/lint.ts",
    "test-files": "src/test-files.ts",
    cli: "src/cli/main.ts",
    "testing/jest": "src/testing/jest.ts",
    "testing/vitest": "src/testing/vitest.ts",
  },
  format: ["esm", "cjs"],
  target: "node20",
  platform: "neutral",
  dts: true,
  // Classes must be one object across subpaths: a brand check can survive two copies, `new` in user code can't.
  splitting: true,
  // The output is readable as it is, and maps would be two thirds of the tarball.
  sourcemap: false,
  // For the package test, which holds it against THIRD-PARTY-NOTICES.md; not packed.
  metafile: true,
  clean: true,
  external: [/^node:/],
  // Their code goes into ours (docs/decisions/dependencies.md says why); THIRD-PARTY-NOTICES.md names them.
  noExternal: [/^d3-/, /^zod$|^zod\//],
  loader: { ".graphql": "text" },
  esbuildPlugins: [rawText],
  // `import.meta` is read only where there is no `__dirname`. In CommonJS, which tsup makes of ESM at the very end, the
  // word alone would be a syntax error.
  esbuildOptions: (options, { format }) => {
    options.logOverride = { "empty-import-meta": "silent" };
    if (format === "cjs") options.define = { ...options.define, "import.meta.url": "undefined" };
  },
  // Only into the package: tests that build a part of it go without.
  ...(outDir === undefined && { onSuccess: () => buildGraphiql("dist/graphiql") }),
}));
