import type { Evaluables } from "../evaluate/evaluable.js";
import type { EvaluationSource } from "../evaluate/evaluation-source.js";
import { checkFiring } from "./check-firing.js";
import type { FiringExpectation } from "./firing-expectation.js";

/** What a matcher finds out, as vitest and jest take it. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
  readonly actual: string;
  readonly expected: string;
}

interface MatcherState {
  readonly isNot?: boolean;
}

/**
 * The matchers as tests call them, for merging into the types of a test runner. All are asynchronous: `await` them.
 */
export interface AutomationMatchers {
  /** The automation fires on the history: at all, or as `expectation` says. */
  toFire(history: EvaluationSource, expectation?: FiringExpectation): Promise<void>;
  /** The automation fires just so many times. */
  toFireTimes(
    history: EvaluationSource,
    times: number,
    expectation?: Omit<FiringExpectation, "times">,
  ): Promise<void>;
}

/**
 * Matchers for vitest and jest, to be given to `expect.extend`. Importing `wandb-automations/testing/vitest` or
 * `wandb-automations/testing/jest` does that and brings the types.
 *
 * @example
 * ```ts no-run
 * import { expect } from "vitest";
 * import { automationMatchers } from "wandb-automations/testing";
 *
 * expect.extend(automationMatchers);
 * ```
 */
export const automationMatchers = {
  async toFire(
    this: MatcherState,
    automation: unknown,
    history: EvaluationSource,
    expectation: FiringExpectation = {},
  ): Promise<MatcherResult> {
    return result(automation, history, expectation, this.isNot);
  },

  async toFireTimes(
    this: MatcherState,
    automation: unknown,
    history: EvaluationSource,
    times: number,
    expectation: Omit<FiringExpectation, "times"> = {},
  ): Promise<MatcherResult> {
    return result(automation, history, { ...expectation, times }, this.isNot);
  },
};

async function result(
  automation: unknown,
  history: EvaluationSource,
  expectation: FiringExpectation,
  negated = false,
): Promise<MatcherResult> {
  const { pass, message, actual, expected } = await checkFiring(
    automation as Evaluables,
    history,
    expectation,
    negated,
  );
  return { pass, message: () => message, actual, expected };
}
