import type { Evaluables } from "../evaluate/evaluable.js";
import type { EvaluationSource } from "../evaluate/evaluation-source.js";
import type { Verdict } from "../evaluate/verdict/verdict.js";
import { checkFiring, type FiringCheck } from "./check-firing.js";
import type { FiringExpectation } from "./firing-expectation.js";

/** A failed assertion, in the form that test runners know: `node:test` shows `expected` and `actual`. */
export class FiringAssertionError extends Error {
  override readonly name = "AssertionError";
  readonly code = "ERR_ASSERTION";
  readonly expected: string;
  readonly actual: string;

  constructor({ message, expected, actual }: Pick<FiringCheck, "message" | "expected" | "actual">) {
    super(message);
    this.expected = expected;
    this.actual = actual;
  }
}

/**
 * Asserts that an automation fires on a history; for `node:test` and any other runner.
 *
 * @param expectation which firing is meant: any where left out
 * @returns the verdict, for asserting more about it
 * @throws FiringAssertionError with what was expected, what happened instead, why, and a chart; ValidationError and
 *   EvaluationError where nothing could be tested, such as an empty history or a run that isn't in it
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { assertFires, series } from "wandb-automations/testing";
 *
 * const spike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }).then(new DoNothing());
 * await assertFires(spike, series("loss", "0.5x9 3"), { step: 10 });
 * ```
 */
export async function assertFires(
  automations: Evaluables,
  history: EvaluationSource,
  expectation: FiringExpectation = {},
): Promise<Verdict> {
  const check = await checkFiring(automations, history, expectation);
  if (!check.pass) throw new FiringAssertionError(check);
  return check.verdict;
}

/**
 * Asserts that an automation doesn't fire on a history, or not where `expectation` says; with `because`, also what
 * keeps it from firing, so that the test can't pass for another reason.
 *
 * @returns the verdict, for asserting more about it
 * @throws as {@link assertFires}
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { assertDoesNotFire, series } from "wandb-automations/testing";
 *
 * const spike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }).then(new DoNothing());
 * await assertDoesNotFire(spike, series("loss", "0.5x9"), { because: "condition" });
 * ```
 */
export async function assertDoesNotFire(
  automations: Evaluables,
  history: EvaluationSource,
  expectation: FiringExpectation = {},
): Promise<Verdict> {
  const check = await checkFiring(automations, history, expectation, true);
  if (check.pass) throw new FiringAssertionError(check);
  return check.verdict;
}

/**
 * Asserts that an automation fires just so many times on a history.
 *
 * @returns the verdict, for asserting more about it
 * @throws as {@link assertFires}
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunMetric, RunEvent } from "wandb-automations";
 * import { assertFiresTimes, series } from "wandb-automations/testing";
 *
 * const spike = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }).then(new DoNothing());
 * await assertFiresTimes(spike, series("loss", "3x49", { interval: 3600 }), 3);
 * ```
 */
export async function assertFiresTimes(
  automations: Evaluables,
  history: EvaluationSource,
  times: number,
  expectation: Omit<FiringExpectation, "times"> = {},
): Promise<Verdict> {
  return assertFires(automations, history, { ...expectation, times });
}
