import { isAutomationsError } from "../errors/index.js";
import { dryRun } from "../evaluate/dry-run.js";
import type { Firing } from "../evaluate/verdict/firing.js";
import type { Blocker } from "../evaluate/verdict/outcome.js";
import type { Verdict } from "../evaluate/verdict/verdict.js";
import { firingPlace } from "../evaluate/verdict/words.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { expectedText, type FiringMatch, matchFirings } from "./match-firings.js";
import { type NamedAutomation, resolveAutomation } from "./named-automation.js";
import type { Shown } from "./test-coverage.js";
import { type TestClock, type TestPlace, testHistory } from "./test-history.js";
import type { TestResult } from "./test-result.js";
import type { TestCase } from "./tests-definition.js";
import { type WebhookBodies, webhookBodies } from "./webhook-bodies.js";

/** What came of a test, without where it stands and how long it took. */
export type CaseOutcome = Pick<
  TestResult,
  "automation" | "status" | "message" | "difference" | "explanation" | "warnings"
>;

/** What a test shows of its automation, where it passed. */
export interface TestedCase {
  readonly outcome: CaseOutcome;
  readonly covers?: { readonly named: NamedAutomation; readonly shown: Shown };
}

const MAX_LINES = 20;
/** What keeps an automation from even being evaluated: a test that passes because of it tests little. */
const VACUOUS: ReadonlySet<Blocker["kind"]> = new Set(["notLogged", "scope", "event", "disabled"]);

/**
 * Carries one test out: a dry run on what the test gives, held against what it expects.
 *
 * @param known the automations that it may be about
 * @returns its outcome; what the test does wrong is an outcome too
 * @throws the signal's reason
 */
export async function runTestCase(
  test: TestCase,
  known: readonly NamedAutomation[],
  clock: TestClock,
  signal?: AbortSignal,
): Promise<TestedCase> {
  if (test.skip !== undefined) return { outcome: { ...NOTHING, status: "skipped", message: test.skip } };
  let automation: CompiledAutomation | undefined;
  try {
    const { compiled, named } = resolveAutomation(test.automation, known);
    automation = compiled;
    const verdict = await dryRun(compiled, testHistory(test, clock, placeOf(compiled)), {
      ...test.options,
      ...(signal === undefined ? {} : { signal }),
    });
    const outcome = {
      ...judge(test, verdict, clock.start, webhookBodies(test, compiled)),
      ...nameOf(compiled),
    };
    if (outcome.status !== "passed") return { outcome };
    return { outcome, covers: { named, shown: shownBy(verdict) } };
  } catch (error) {
    if (!isAutomationsError(error)) throw error;
    const message = `${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`;
    return { outcome: { ...NOTHING, ...nameOf(automation), status: "error", message } };
  }
}

function placeOf({ scope: { entity, project } }: CompiledAutomation): TestPlace {
  return { ...(entity === undefined ? {} : { entity }), ...(project === undefined ? {} : { project }) };
}

const NOTHING = { difference: [], explanation: "", warnings: [] } as const;

function nameOf(automation: CompiledAutomation | undefined): { automation?: string } {
  return automation?.name === undefined ? {} : { automation: automation.name };
}

function judge(test: TestCase, verdict: Verdict, start: number, bodies: WebhookBodies): CaseOutcome {
  const expectations = test.expect === "none" ? [] : test.expect;
  const match = matchFirings(verdict.firings, expectations, start, bodies.render);
  const oddities = verdict.warnings.map(({ message, run }) =>
    run === undefined ? message : `run ${run}: ${message}`,
  );
  const warnings = [...oddities, ...bodies.warnings()];
  const wrong = problems(match);
  const kinds = new Set(verdict.outcomes.flatMap(({ blockers }) => blockers.map(({ kind }) => kind)));
  if (test.because !== undefined && !kinds.has(test.because) && wrong.length === 0) {
    wrong.push(
      `it doesn't fire, but not because of ${test.because}: what keeps it is ${[...kinds].join(", ")}`,
    );
  }
  if (wrong.length === 0) {
    return { ...NOTHING, status: "passed", warnings: [...vacuous(test, verdict), ...warnings] };
  }
  return {
    status: "failed",
    message: wrong.join("; "),
    difference: differenceLines(match),
    explanation: verdict.explain(),
    warnings,
  };
}

function problems({ expectations, otherBodies, unexpected }: FiringMatch): string[] {
  const missing = expectations.reduce((sum, one) => sum + one.missing, 0);
  const expected = expectations.length > 0;
  return [
    ...(otherBodies.length > 0 ? [`${count(otherBodies.length)} with another body than expected`] : []),
    ...(missing > 0 ? [`${count(missing)} expected that did not come`] : []),
    ...(unexpected.length > 0
      ? [
          expected
            ? `${count(unexpected.length)} not expected`
            : `it must not fire, but fired ${times(unexpected.length)}`,
        ]
      : []),
  ];
}

const count = (n: number) => `${n} ${n === 1 ? "firing" : "firings"}`;
const times = (n: number) => (n === 1 ? "once" : `${n} times`);

/** Expected firings that are missing as `-`, those that nobody expected as `+`, the rest as they are. */
function differenceLines({ expectations, otherBodies, unexpected }: FiringMatch): string[] {
  const met = expectations.flatMap(({ found }) => found.map((firing) => `  ${gotText(firing)}`));
  const missing = expectations.flatMap(({ expected, missing: lacks }) =>
    lacks === 0 ? [] : [`- ${expectedText({ ...expected, times: lacks })}`],
  );
  const bodies = otherBodies.flatMap(({ firing, differences }) => [
    `  ${gotText(firing)}`,
    ...differences.flatMap(({ path, expected, got }) => [`- ${path}: ${expected}`, `+ ${path}: ${got}`]),
  ]);
  const none = expectations.length === 0 ? ["- no firing"] : [];
  const extra = unexpected.map((firing) => `+ ${gotText(firing)}`);
  const nothing = met.length + extra.length + bodies.length === 0 ? ["+ no firing"] : [];
  return [
    ...capped(met),
    ...capped(bodies),
    ...capped([...none, ...missing]),
    ...capped([...extra, ...nothing]),
  ];
}

function gotText(firing: Firing): string {
  return `${firingPlace(firing)}: ${firing.reason}`;
}

function capped(lines: readonly string[]): readonly string[] {
  if (lines.length <= MAX_LINES) return lines;
  return [...lines.slice(0, MAX_LINES), `${lines[0]![0]} … and ${lines.length - MAX_LINES} more`];
}

/** Says so where nothing fired because nothing could have, and the test doesn't say that this is meant. */
function vacuous(test: TestCase, verdict: Verdict): string[] {
  if (test.expect !== "none" || test.because !== undefined) return [];
  const blockers = verdict.outcomes.flatMap((outcome) => outcome.blockers);
  if (verdict.outcomes.some((outcome) => outcome.evaluated > 0) || blockers.length === 0) return [];
  if (!blockers.every(({ kind }) => VACUOUS.has(kind))) return [];
  const { kind, message } = blockers[0]!;
  return [`it could not have fired: ${message}. Say \`because: ${kind}\` if that is what is tested.`];
}

function shownBy(verdict: Verdict): Shown {
  const quiet = verdict.outcomes.some((outcome) => {
    if (outcome.kind === "artifact") return outcome.logged > outcome.firings;
    return outcome.firings === 0 && !outcome.blockers.some(({ kind }) => VACUOUS.has(kind));
  });
  return { fires: verdict.fired, quiet };
}
