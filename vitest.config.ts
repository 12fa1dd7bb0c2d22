import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";

/** The build inlines `.graphql` as text (tsup.config.ts); tests must see the same module. */
const graphqlText: Plugin = {
  name: "graphql-text",
  transform(code, id) {
    return id.endsWith(".graphql") ? `export default ${JSON.stringify(code)};` : undefined;
  },
};

const src = (file: string) => fileURLToPath(new URL(`./src/${file}`, import.meta.url));

export default defineConfig({
  plugins: [graphqlText],
  resolve: {
    alias: [
      { find: /^wandb-automations$/, replacement: src("index.ts") },
      { find: /^wandb-automations\/(.+)$/, replacement: src("$1.ts") },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: ["test/interop/**", "test/package/**", "test/browser/**", "node_modules/**"],
    // What hangs must end, and nothing else: a machine may be ten times slower than this one.
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
