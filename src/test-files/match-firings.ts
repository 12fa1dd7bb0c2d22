import type { Firing } from "../evaluate/verdict/firing.js";
import { describeValue } from "../model/describe-value.js";
import type { RenderedWebhook } from "../testing/render-webhook.js";
import { type BodyDifference, bodyDifferences } from "./match-body.js";
import { parseMoment } from "./moment.js";
import type { ExpectedFiring } from "./tests-definition.js";

/** A firing that is expected, and the firings that were taken for it. */
export interface MatchedExpectation {
  readonly expected: ExpectedFiring;
  readonly found: readonly Firing[];
  /** How many of them are missing. */
  readonly missing: number;
}

/** A firing that would be an expected one if its webhook's body were another. */
export interface OtherBody {
  readonly expected: ExpectedFiring;
  readonly firing: Firing;
  readonly differences: readonly BodyDifference[];
}

/** How what fired compares with what was expected. */
export interface FiringMatch {
  readonly expectations: readonly MatchedExpectation[];
  readonly otherBodies: readonly OtherBody[];
  readonly unexpected: readonly Firing[];
}

/** The body that an automation's webhook would POST for a firing. */
export type RenderBody = (firing: Firing) => Pick<RenderedWebhook, "json">;

/**
 * Gives each firing to one expectation that it meets, so that as many as can be are met: `{ run: "a" }` doesn't take
 * the firing that `{ run: "a", step: 3 }` needs.
 *
 * @param start start of the tests' clock, in seconds since the epoch
 * @param render is asked only where a body is expected
 */
export function matchFirings(
  firings: readonly Firing[],
  expectations: readonly ExpectedFiring[],
  start: number,
  render: RenderBody,
): FiringMatch {
  const taken = expectations.map((): Firing[] => []);
  const left = new Set(firings.filter((firing) => !place(firing, new Set())));
  const otherBodies: OtherBody[] = [];

  function differences(firing: Firing, { body }: ExpectedFiring): readonly BodyDifference[] {
    return body === undefined ? [] : bodyDifferences(body, render(firing));
  }

  /** Finds a place for the firing, moving others where they fit elsewhere. */
  function place(firing: Firing, tried: Set<number>): boolean {
    for (const [i, expected] of expectations.entries()) {
      if (tried.has(i) || !meets(firing, expected, start)) continue;
      if (differences(firing, expected).length > 0) continue;
      tried.add(i);
      const here = taken[i]!;
      if (here.length < (expected.times ?? 1)) {
        here.push(firing);
        return true;
      }
      const movable = here.findIndex((other) => place(other, tried));
      if (movable < 0) continue;
      here[movable] = firing;
      return true;
    }
    return false;
  }

  const matched = expectations.map((expected, i) => {
    let missing = (expected.times ?? 1) - taken[i]!.length;
    for (const firing of left) {
      if (missing === 0 || expected.body === undefined) break;
      if (!meets(firing, expected, start)) continue;
      left.delete(firing);
      missing -= 1;
      otherBodies.push({ expected, firing, differences: differences(firing, expected) });
    }
    return { expected, found: taken[i]!, missing };
  });
  return { expectations: matched, otherBodies, unexpected: [...left] };
}

/** Whether a firing is an expected one, but for its body. */
function meets(firing: Firing, expected: ExpectedFiring, start: number): boolean {
  const { run, step, at, state, compared, within = 0, collection, version, alias, tag } = expected;
  if (run !== undefined && firing.run?.id !== run && firing.run?.displayName !== run) return false;
  if (step !== undefined && firing.step !== step) return false;
  if (at !== undefined) {
    const moment = parseMoment(at, start);
    if (firing.timestamp === undefined || moment === undefined) return false;
    if (Math.abs(firing.timestamp - moment) >= 1) return false;
  }
  if (state !== undefined && !(firing.kind === "state" && firing.state.toLowerCase() === state.toLowerCase()))
    return false;
  if (compared !== undefined && !(firing.kind === "metric" && Math.abs(firing.compared - compared) <= within))
    return false;
  const wanted = Object.entries({ collection, version, alias, tag }).filter(
    ([, value]) => value !== undefined,
  );
  return wanted.every(
    ([name, value]) =>
      firing.kind === "artifact" && firing[name as "alias" | "collection" | "tag" | "version"] === value,
  );
}

/** What is expected, in words: `run r1 at step 134`. */
export function expectedText(expected: ExpectedFiring): string {
  const {
    run,
    step,
    at,
    state,
    compared,
    within,
    collection,
    version,
    alias,
    tag,
    body,
    times = 1,
  } = expected;
  const parts = [
    run === undefined ? "" : `run ${run}`,
    collection === undefined ? "" : `collection ${collection}`,
    version === undefined ? "" : `version ${version}`,
    alias === undefined ? "" : `alias ${alias}`,
    tag === undefined ? "" : `tag ${tag}`,
    step === undefined ? "" : `at step ${step}`,
    at === undefined ? "" : typeof at === "number" ? `${at} s after the start` : `at ${at}`,
    state === undefined ? "" : `changing to ${state}`,
    compared === undefined ? "" : `with ${compared}${within === undefined ? "" : ` ± ${within}`} compared`,
    body === undefined ? "" : `with the body ${describeValue(body)}`,
  ].filter((part) => part !== "");
  const what = parts.length === 0 ? "any firing" : parts.join(" ");
  return times === 1 ? what : `${times} × ${what}`;
}
