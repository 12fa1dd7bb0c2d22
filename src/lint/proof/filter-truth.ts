import { hasErrorCode } from "../../errors/index.js";
import { compileFilter } from "../../evaluate/filter/compile-filter.js";
import type { FilterProgram, FilterStep } from "../../evaluate/filter/filter-program.js";
import { type Truths, valueClasses } from "./value-classes.js";

/** Beyond this many kinds of records nothing is proved, in either direction. */
const MAX_RECORDS = 20_000;

/** Fields that hold one text, or nothing. Others, as `tags` and `config.x`, may hold lists. */
const TEXT_FIELDS = new Set(
  "display_name username state group job_type sweep id name entity project version collection".split(" "),
);

/**
 * Whether a filter lets nothing pass, or everything, whatever the fields hold. Proved: the values of each field fall
 * into classes that the filter can't tell apart, and all combinations of them are tried. `unproved` says nothing.
 *
 * @param singular more fields that hold one text: the `alias` of an event that is about one
 */
export function filterTruth(
  json: unknown,
  singular: readonly string[] = [],
): "never" | "always" | "unproved" {
  const program = compiled(json);
  if (program === undefined) return "unproved";
  let count = 1;
  const fields: { readonly at: readonly number[]; readonly classes: readonly Truths[] }[] = [];
  for (const field of program.fields) {
    const at = program.steps.flatMap((step, i) => (step.kind === "test" && step.field === field ? [i] : []));
    const tests = at.map((i) => program.steps[i] as FilterStep & { readonly kind: "test" });
    const classes = valueClasses(tests, !TEXT_FIELDS.has(field) && !singular.includes(field));
    count *= classes?.length ?? Number.POSITIVE_INFINITY;
    if (classes === undefined || count > MAX_RECORDS) return "unproved";
    fields.push({ at, classes });
  }
  let passing = 0;
  for (let record = 0; record < count; record++) {
    const truth = new Uint8Array(program.steps.length);
    let rest = record;
    for (const { at, classes } of fields) {
      const truths = classes[rest % classes.length]!;
      rest = Math.floor(rest / classes.length);
      at.forEach((step, i) => {
        truth[step] = truths[i] ? 1 : 0;
      });
    }
    if (passes(program, truth)) passing++;
    if (passing > 0 && passing <= record) return "unproved";
  }
  return passing === 0 ? "never" : "always";
}

/** Whether a filter names no field: what is written where there is no filter. */
export function holdsNoCondition(json: unknown): boolean {
  return compiled(json)?.fields.length === 0;
}

function compiled(json: unknown): FilterProgram | undefined {
  try {
    return compileFilter(json);
  } catch (error) {
    if (hasErrorCode(error, "EVALUATION")) return undefined;
    throw error;
  }
}

/** Works out the steps above the tests, whose truth is given. */
function passes({ steps }: FilterProgram, truth: Uint8Array): boolean {
  steps.forEach((step, at) => {
    if (step.kind === "test") return;
    const held = step.children.filter((child) => truth[child] === 1).length;
    const holds =
      step.kind === "and" ? held === step.children.length : step.kind === "or" ? held > 0 : held === 0;
    truth[at] = holds ? 1 : 0;
  });
  return truth[steps.length - 1] === 1;
}
