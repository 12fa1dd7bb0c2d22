import { EvaluationError } from "../errors/index.js";
import { type Evaluable, toCompiledList } from "../evaluate/evaluable.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { closestWord } from "./closest-word.js";

/** An automation that a file exports. */
export interface NamedAutomation {
  /** The name it has been given; its export's where it has none. */
  readonly name: string;
  /** What it is exported as: `lossSpike`, or `alerts[2]` in a list. */
  readonly exportName: string;
  /** Left out where it is in the code of a test. */
  readonly file?: string;
  readonly automation: Evaluable;
}

const MAX_LISTED = 12;

/**
 * The automation that a test means, in compiled form and with a name to call it by.
 *
 * @param meant its name or that of its export, or the automation itself; may be left out where there is only one
 * @throws EvaluationError where it isn't there, or more than one is meant; ValidationError where it can't be compiled
 */
export function resolveAutomation(
  meant: string | Evaluable | undefined,
  known: readonly NamedAutomation[],
): { readonly compiled: CompiledAutomation; readonly named: NamedAutomation } {
  if (meant !== undefined && typeof meant !== "string") {
    const own = compileAs(meant, undefined);
    // A test file in code has loaded its own copy of the module.
    const named = known.find(
      ({ automation }) => automation === meant || isSame(compileAs(automation, undefined), own),
    );
    const name = named?.name ?? own.name;
    return { compiled: compileAs(meant, name), named: named ?? ownName(meant, name) };
  }
  const found =
    meant === undefined
      ? known
      : known.filter(({ name, exportName }) => name === meant || exportName === meant);
  const [named] = found;
  if (named === undefined) throw missing(meant, known);
  if (found.length > 1) throw ambiguous(meant, found);
  return { compiled: compileAs(named.automation, named.name), named };
}

function ownName(automation: Evaluable, name = "an automation in code"): NamedAutomation {
  return { name, exportName: name, automation };
}

function isSame(one: CompiledAutomation, other: CompiledAutomation): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function compileAs(automation: Evaluable, name: string | undefined): CompiledAutomation {
  const compiled = toCompiledList(automation)[0]!;
  return compiled.name === undefined && name !== undefined ? { ...compiled, name } : compiled;
}

function missing(meant: string | undefined, known: readonly NamedAutomation[]): EvaluationError {
  const names = known.map(({ name }) => name);
  if (names.length === 0) {
    return new EvaluationError("There are no automations to test.", {
      hint: "Name the files that export them under `automations:`, relative to the test file.",
    });
  }
  const close = closestWord(meant!, [...names, ...known.map(({ exportName }) => exportName)]);
  const listed = names.slice(0, MAX_LISTED).join(", ") + (names.length > MAX_LISTED ? ", …" : "");
  return new EvaluationError(`No automation is named ${JSON.stringify(meant)}.`, {
    hint: `${close === undefined ? "" : `Did you mean ${close}? `}There are ${listed}.`,
  });
}

function ambiguous(meant: string | undefined, found: readonly NamedAutomation[]): EvaluationError {
  const listed = found
    .slice(0, MAX_LISTED)
    .map(({ exportName, file }) => `${exportName} in ${file ?? "a test"}`)
    .join(", ");
  if (meant === undefined) {
    return new EvaluationError("The test doesn't say which automation it is about, and there are several.", {
      hint: `Name it under \`automation:\`; there are ${listed}.`,
    });
  }
  return new EvaluationError(`Several automations are named ${JSON.stringify(meant)}.`, {
    hint: `Name the export instead: ${listed}.`,
  });
}
