import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["vitest-*.mjs"],
    setupFiles: ["wandb-automations/testing/vitest"],
  },
});
