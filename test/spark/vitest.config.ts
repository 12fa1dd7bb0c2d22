import config from "../../vitest.config.js";

/** The tests that need a Spark; run.sh runs them. Each file has one of its own, which takes all processors. */
export default {
  ...config,
  test: {
    ...config.test,
    include: ["test/spark/*.spark.ts"],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
};
