import config from "../../vitest.config.js";

/** The tests that need a Spark; run.sh runs them. */
export default {
  ...config,
  test: { ...config.test, include: ["test/spark/*.spark.ts"], testTimeout: 600_000, hookTimeout: 60_000 },
};
