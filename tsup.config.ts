import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { defineConfig, type Options } from "tsup";

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

export default defineConfig({
  entry: {
    index: "src/index.ts",
    evaluate: "src/evaluate.ts",
    history: "src/history.ts",
    emulator: "src/emulator.ts",
    testing: "src/testing.ts",
    sql: "src/sql.ts",
    files: "src/files.ts",
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
  sourcemap: true,
  clean: true,
  external: [/^node:/],
  // ESM only: neither jest nor Node before 20.19 can `require` them, so their code goes into ours. What is listed
  // here is named in THIRD-PARTY-NOTICES.md.
  noExternal: [/^d3-/],
  loader: { ".graphql": "text" },
  esbuildPlugins: [rawText],
});
