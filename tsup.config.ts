import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    evaluate: "src/evaluate.ts",
    history: "src/history.ts",
    emulator: "src/emulator.ts",
    testing: "src/testing.ts",
    sql: "src/sql.ts",
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
});
