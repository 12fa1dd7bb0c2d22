import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { DryRunOptions } from "../evaluate/evaluation-options.js";
import type { Firing } from "../evaluate/verdict/firing.js";
import type { Blocker } from "../evaluate/verdict/outcome.js";
import { firingPlace } from "../evaluate/verdict/words.js";

/** Which firings are meant, and how the dry run that looks for them is made. */
export interface FiringExpectation extends Omit<DryRunOptions, "collect" | "maxOutcomes"> {
  /** On this run: its id or its display name. */
  readonly run?: string;
  /** At this step of a run's history. */
  readonly step?: number;
  /** On this collection, for artifact events. */
  readonly collection?: string;
  /** Just so many times; at least once where left out. */
  readonly times?: number;
  /** What kept it from firing, where it must not fire: the kind of a blocker that the verdict names. */
  readonly because?: Blocker["kind"];
}

/** Every kind of blocker. */
export const BLOCKER_KINDS: readonly Blocker["kind"][] = [
  "disabled",
  "scope",
  "filter",
  "notLogged",
  "window",
  "nan",
  "condition",
  "cooldown",
  "state",
  "event",
];
const KNOWN = new Set([
  "run",
  "step",
  "collection",
  "times",
  "because",
  "partialWindows",
  "nan",
  "resetOnResume",
  "signal",
]);

/** @throws ValidationError listing every member that isn't known or can't be. */
export function checkExpectation(expectation: FiringExpectation, negated: boolean): void {
  const { run, step, collection, times, because } = expectation;
  const rules: readonly (readonly [string, unknown, boolean, string])[] = [
    ["run", run, typeof run === "string" && run !== "", "must be the id or the display name of a run"],
    ["step", step, Number.isInteger(step), "must be a whole number"],
    [
      "collection",
      collection,
      typeof collection === "string" && collection !== "",
      "must be a collection's name",
    ],
    ["times", times, Number.isInteger(times) && times! >= 0, "must be a whole number, 0 or more"],
    ["because", because, BLOCKER_KINDS.includes(because!), `must be one of ${BLOCKER_KINDS.join(", ")}`],
  ];
  const issues: ValidationIssue[] = rules
    .filter(([, given, right]) => given !== undefined && !right)
    .map(([name, given, , must]) => ({
      code: "invalid_option",
      path: [name],
      message: `${must}, got ${show(given)}`,
    }));
  if (because !== undefined && !negated) {
    const message = "says what keeps it from firing, so it only goes with a check that it does not";
    issues.push({ code: "invalid_option", path: ["because"], message });
  }
  for (const name of Object.keys(expectation)) {
    if (!KNOWN.has(name)) {
      issues.push({
        code: "unknown_option",
        path: [name],
        message: `isn't known; there are ${[...KNOWN].join(", ")}`,
      });
    }
  }
  if (issues.length > 0) throw new ValidationError("What is expected", issues);
}

/** Whether a firing is one of those that are meant. */
export function isMeant(firing: Firing, { run, step, collection }: FiringExpectation): boolean {
  if (run !== undefined && firing.run?.id !== run && firing.run?.displayName !== run) return false;
  if (step !== undefined && firing.step !== step) return false;
  return collection === undefined || (firing.kind === "artifact" && firing.collection === collection);
}

/** What is meant, in words: `on run "baseline" at step 134`; empty where anything is. */
export function meantText({ run, step, collection }: FiringExpectation): string {
  const parts = [
    run === undefined ? "" : ` on run ${show(run)}`,
    collection === undefined ? "" : ` on collection ${show(collection)}`,
    step === undefined ? "" : ` at step ${step}`,
  ];
  return parts.join("");
}

/** `3 times`, `once`. */
export function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

const MAX_PLACES = 5;

/** Where it fired: the first few places. */
export function placesText(firings: readonly Firing[]): string {
  const places = firings.slice(0, MAX_PLACES).map(firingPlace);
  const more = firings.length > MAX_PLACES ? [`and ${firings.length - MAX_PLACES} more`] : [];
  return [...places, ...more].join("; ");
}

function show(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
