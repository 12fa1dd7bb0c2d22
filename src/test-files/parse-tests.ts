import type * as z from "zod/mini";
import type { ValidationIssue } from "../errors/index.js";
import { describeValue } from "../model/describe-value.js";
import { parseArtifact } from "./parse-artifact.js";
import { unknownKeyMessages } from "./strict-object.js";
import type { TestsDefinition } from "./tests-definition.js";
import { fileSchema, moduleSchema } from "./tests-schema.js";

/** An issue, and whether it is about a key itself and not about what it holds. */
export interface TestsIssue extends ValidationIssue {
  readonly about: "key" | "value";
}

type Path = readonly (string | number)[];

/** Checks what a test file holds (`"file"`), or what `defineTests` was given (`"module"`). */
export function parseTests(
  given: unknown,
  from: "file" | "module",
): { readonly definition?: TestsDefinition; readonly issues: readonly TestsIssue[] } {
  const result = (from === "file" ? fileSchema : moduleSchema).safeParse(given);
  // What is checked is the input: the schemas change nothing, and objects of code must stay themselves.
  const definition = given as TestsDefinition;
  if (!result.success) return { issues: result.error.issues.flatMap((issue) => toIssues(given, issue)) };
  const issues = definition.tests.flatMap((test, i) => caseIssues(test, ["tests", i]));
  return issues.length > 0 ? { issues } : { definition, issues };
}

function toIssues(given: unknown, issue: z.core.$ZodIssue, outer: Path = []): TestsIssue[] {
  const path = [...outer, ...issue.path.map((part) => (typeof part === "symbol" ? String(part) : part))];
  if (issue.code === "unrecognized_keys") {
    return unknownKeyMessages(issue.message).map((message, i) => ({
      code: "unknown_key",
      path: [...path, issue.keys[i]!],
      message,
      about: "key",
    }));
  }
  if (issue.code === "invalid_union") {
    const deepest = deepestBranch(issue.errors);
    if (deepest !== undefined) return deepest.flatMap((inner) => toIssues(given, inner, path));
  }
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<string, unknown> | undefined)?.[key],
    given,
  );
  const message = value === undefined ? missing(issue.message) : `${issue.message}${gotText(issue, value)}`;
  return [{ code: issue.code ?? "custom", path, message, about: "value" }];
}

/** Of the forms a value may have, the one it was meant to have: where the mistake is inside. */
function deepestBranch(branches: readonly (readonly z.core.$ZodIssue[])[]) {
  return branches.find((issues) =>
    issues.some(({ path, code }) => path.length > 0 || code === "unrecognized_keys" || code === "too_small"),
  );
}

function missing(rule: string): string {
  return `is missing; it ${rule}`;
}

function gotText(issue: z.core.$ZodIssue, value: unknown): string {
  return issue.code === "custom" && issue.message.startsWith("can't be read")
    ? ""
    : `, got ${describeValue(value)}`;
}

/** What goes against each other within one test. */
function caseIssues(test: TestsDefinition["tests"][number], path: Path): TestsIssue[] {
  const issues: TestsIssue[] = [];
  const add = (at: Path, message: string, about: TestsIssue["about"] = "key") =>
    issues.push({ code: "invalid_test", path: [...path, ...at], message, about });
  if ((test.runs?.length ?? 0) + (test.events?.length ?? 0) === 0) {
    add([], "has no runs and no events: nothing could fire, whatever the automation is", "value");
  }
  if (test.because !== undefined && test.expect !== "none") {
    add(["because"], "says what keeps it from firing, so it only goes with `expect: none`");
  }
  for (const [i, run] of (test.runs ?? []).entries()) {
    if ("run" in run) continue;
    const sources = (["series", "rows", "history"] as const).filter((name) => run[name] !== undefined);
    if (sources.length > 1) add(["runs", i, sources[1]!], `can't be given beside ${sources[0]}`);
    const timed = (["interval", "startStep", "start"] as const).filter((name) => run[name] !== undefined);
    if (run.history !== undefined && timed.length > 0) {
      add(["runs", i, timed[0]!], "has no effect: the files have their own steps and times");
    }
    if (run.pick !== undefined && run.history === undefined) {
      add(["runs", i, "pick"], "chooses a run of `history`, which isn't given");
    }
  }
  for (const [i, event] of (test.events ?? []).entries()) {
    if (event.artifact === undefined && event.collection === undefined) {
      add(["events", i], "names no collection: give `artifact`, or `collection`", "value");
    }
    const parts = (["entity", "project", "collection", "version"] as const).find(
      (name) => event[name] !== undefined,
    );
    if (event.artifact !== undefined && parts !== undefined) {
      add(["events", i, parts], "can't be given beside artifact, which holds it");
    } else if (event.artifact !== undefined && parseArtifact(event.artifact) === undefined) {
      add(
        ["events", i, "artifact"],
        `must be entity/project/collection:version, got ${describeValue(event.artifact)}`,
        "value",
      );
    }
  }
  if (test.expect !== "none") {
    for (const [i, firing] of test.expect.entries()) {
      if (firing.within !== undefined && firing.compared === undefined) {
        add(["expect", i, "within"], "is about `compared`, which isn't given");
      }
    }
  }
  return issues;
}
