import { parseTests } from "./parse-tests.js";
import { TestFileError } from "./test-file-error.js";
import type { TestsDefinition } from "./tests-definition.js";

const BRAND = Symbol.for("wandb-automations/tests");

/**
 * Tests of automations in TypeScript or JavaScript, for `wandb-automations test`: what a test file in YAML holds, with
 * automations and runs as they are in code. Export what it gives, under any name.
 *
 * @returns the same, checked and marked
 * @throws TestFileError listing everything that can't be
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { series } from "wandb-automations/history";
 * import { defineTests } from "wandb-automations/test-files";
 *
 * const spike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }).then(new DoNothing());
 *
 * export const tests = defineTests({
 *   tests: [
 *     { name: "a spike", automation: spike, runs: [series("loss", "0.5x9 3")], expect: [{ step: 10 }] },
 *     { name: "a calm run", automation: spike, runs: [{ series: { loss: "0.5x9" } }], expect: "none" },
 *   ],
 * });
 * ```
 */
export function defineTests(tests: TestsDefinition): TestsDefinition {
  const { issues } = parseTests(tests, "module");
  if (issues.length > 0) {
    throw new TestFileError(
      "defineTests()",
      issues.map(({ about: _, ...issue }) => ({ file: "defineTests()", ...issue })),
    );
  }
  return Object.freeze(Object.defineProperty({ ...tests }, BRAND, { value: true }));
}

/** Whether a value is what {@link defineTests} gave, also that of this package's other build. */
export function isTestsDefinition(value: unknown): value is TestsDefinition {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}
