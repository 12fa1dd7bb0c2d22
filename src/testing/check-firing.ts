import { EvaluationError } from "../errors/index.js";
import { dryRun } from "../evaluate/dry-run.js";
import type { Evaluables } from "../evaluate/evaluable.js";
import type { EvaluationSource } from "../evaluate/evaluation-source.js";
import { shorten } from "../evaluate/picture/printable.js";
import { verdictToText } from "../evaluate/picture/verdict-text.js";
import type { Firing } from "../evaluate/verdict/firing.js";
import type { Outcome, RunOutcome } from "../evaluate/verdict/outcome.js";
import type { Verdict } from "../evaluate/verdict/verdict.js";
import { automationName, runName } from "../evaluate/verdict/words.js";
import {
  checkExpectation,
  type FiringExpectation,
  isMeant,
  meantText,
  placesText,
  timesText,
} from "./firing-expectation.js";

/** Whether an automation fired as expected, with what a failing test says. */
export interface FiringCheck {
  readonly pass: boolean;
  /** What was expected, what was found instead and why, with a chart. */
  readonly message: string;
  readonly expected: string;
  readonly actual: string;
  readonly verdict: Verdict;
}

const MAX_NAMED_RUNS = 10;

/**
 * Dry-runs automations and compares what fires with what is expected.
 *
 * @param negated whether it must not fire: `because` is looked at only then
 * @throws ValidationError for an expectation that can't be; EvaluationError where the history is empty, or lacks the
 *   run that is named: nothing could fail then
 */
export async function checkFiring(
  automations: Evaluables,
  history: EvaluationSource,
  expectation: FiringExpectation = {},
  negated = false,
): Promise<FiringCheck> {
  checkExpectation(expectation, negated);
  const { run, step, collection, times, because, ...options } = expectation;
  const verdict = await dryRun(automations, history, { ...options, collect: "series" });
  checkHistory(verdict, expectation);
  const found = verdict.firings.filter((firing) => isMeant(firing, expectation));
  const right = times === undefined ? found.length > 0 : found.length === times;
  const kinds = because === undefined ? [] : blockersOf(verdict, expectation).map(({ kind }) => kind);
  const blocked = because === undefined || kinds.includes(because);
  const pass = negated ? right || !blocked : right;
  const where = meantText(expectation);
  const expected = expectedText(expectation, negated);
  const actual = actualText(verdict, found, where, kinds);
  return { pass, expected, actual, verdict, message: messageOf(verdict, expectation, { expected, actual }) };
}

function checkHistory(verdict: Verdict, { run }: FiringExpectation): void {
  if (verdict.automations.length === 0) throw new EvaluationError("No automations were given.");
  const runs = verdict.outcomes.filter((outcome): outcome is RunOutcome => outcome.kind === "run");
  const artifacts = verdict.outcomes.some((outcome) => outcome.kind === "artifact");
  if (runs.length === 0 && !artifacts) {
    throw new EvaluationError("The history is empty: nothing could have fired on it.", {
      hint: "Give the run histories or artifact events that the automation is to be tested on.",
    });
  }
  if (run === undefined || runs.some((outcome) => outcome.run.id === run || outcome.run.displayName === run))
    return;
  const names = [...new Set(runs.map((outcome) => runName(outcome.run)))];
  const listed = names.slice(0, MAX_NAMED_RUNS).join(", ") + (names.length > MAX_NAMED_RUNS ? ", …" : "");
  throw new EvaluationError(`The history has no run ${JSON.stringify(run)}.`, {
    hint:
      names.length > 0
        ? `It has ${listed}.`
        : "The automation watches artifacts, which aren't events of runs.",
  });
}

function blockersOf({ outcomes }: Verdict, expectation: FiringExpectation) {
  return outcomes.filter((outcome) => isAbout(outcome, expectation)).flatMap(({ blockers }) => blockers);
}

function isAbout(outcome: Outcome, { run }: FiringExpectation): boolean {
  if (run === undefined) return true;
  return outcome.kind === "run" && (outcome.run.id === run || outcome.run.displayName === run);
}

function expectedText({ because, ...expectation }: FiringExpectation, negated: boolean): string {
  const { times } = expectation;
  const often = times === undefined ? "" : ` ${times === 0 ? "never" : `exactly ${timesText(times)}`}`;
  const reason = because === undefined ? "" : ` because of: ${because}`;
  return `${negated ? "not " : ""}to fire${meantText(expectation)}${often}${negated ? reason : ""}`;
}

function actualText(
  { firings }: Verdict,
  found: readonly Firing[],
  where: string,
  kinds: readonly string[],
): string {
  if (firings.length === 0) {
    return kinds.length === 0
      ? "it did not fire"
      : `it did not fire because of: ${[...new Set(kinds)].join(", ")}`;
  }
  if (found.length === 0) return `it fired ${timesText(firings.length)}, not${where}: ${placesText(firings)}`;
  const others = firings.length - found.length;
  const elsewhere = others > 0 ? `, and ${timesText(others)} elsewhere` : "";
  return `it fired ${timesText(found.length)}${where}${elsewhere}: ${placesText(found)}`;
}

function messageOf(
  verdict: Verdict,
  expectation: FiringExpectation,
  { expected, actual }: { readonly expected: string; readonly actual: string },
): string {
  const names = verdict.automations.map(({ automation }) => automationName(automation)).join(", ");
  const shown = verdict.outcomes.filter((outcome) => isAbout(outcome, expectation));
  const firings = verdict.firings.filter(
    ({ run }) => expectation.run === undefined || isNamed(run, expectation.run),
  );
  const picture = verdictToText(
    { automations: verdict.automations, firings, outcomes: shown },
    { maxRuns: 2 },
  );
  return [`expected ${shorten(names, 200)} ${expected}`, `but ${actual}`, "", picture].join("\n");
}

function isNamed(run: Firing["run"], name: string): boolean {
  return run?.id === name || run?.displayName === name;
}
