import { AutomationsError } from "../../errors/index.js";
import { toCompiledList } from "../../evaluate/evaluable.js";
import { type LoadedAutomation, loadAutomations } from "../../files/load-automations.js";
import { closestWord } from "../../test-files/closest-word.js";
import type { CompiledAutomation } from "../../wire/compiled-automation.js";
import { parseEventFilter } from "../../wire/event-filter.js";
import type { CommandIo } from "../command-io.js";
import { usageError } from "../usage-error.js";

/** The automations that a backtest is about. */
export interface BacktestAutomations {
  /** With their names; all watch runs. */
  readonly automations: readonly CompiledAutomation[];
  /** Those that watch artifacts, of which runs tell nothing. */
  readonly skipped: readonly LoadedAutomation[];
}

/**
 * Loads the automations of files, those of the project where none are named.
 *
 * @param names only these, by their own names or those of their exports; all where empty
 * @throws AutomationsError `FILES` where a file can't be loaded, `USAGE` where a name isn't there or nothing is left;
 *   ValidationError where an automation can't be one
 */
export async function loadForBacktest(
  io: CommandIo,
  files: readonly string[],
  names: readonly string[],
): Promise<BacktestAutomations> {
  const { automations, problems } = await loadAutomations(files, { cwd: io.cwd });
  const broken = problems.filter(({ severity }) => severity === "error");
  if (broken.length > 0) {
    const lines = broken.map(
      ({ file, line, message }) => `${file}${line === undefined ? "" : `:${line}`}: ${message}`,
    );
    throw new AutomationsError(
      "FILES",
      lines.join("\n"),
      broken[0]!.hint === undefined ? {} : { hint: broken[0]!.hint },
    );
  }
  for (const name of names) {
    if (automations.some((one) => one.name === name || one.exportName === name)) continue;
    const close = closestWord(
      name,
      automations.map((one) => one.name),
    );
    throw usageError(
      `No automation is named ${JSON.stringify(name)}.`,
      `${close === undefined ? "" : `Did you mean ${close}? `}There are ${automations.map((one) => one.name).join(", ")}.`,
    );
  }
  const chosen = automations.filter(
    ({ name, exportName }) => names.length === 0 || names.includes(name) || names.includes(exportName),
  );
  const compiled = chosen.map((one) => ({ ...toCompiledList(one.automation)[0]!, name: one.name }));
  const isOnArtifacts = ({ eventType, eventFilter }: CompiledAutomation) =>
    parseEventFilter(eventType, eventFilter).kind === "artifact";
  const onRuns = compiled.filter((one) => !isOnArtifacts(one));
  if (onRuns.length > 0)
    return { automations: onRuns, skipped: chosen.filter((_, i) => isOnArtifacts(compiled[i]!)) };
  throw usageError(
    chosen.length === 0
      ? "There are no automations to test."
      : "All of the automations watch artifacts, of which runs tell nothing.",
    "Name files that export automations on metrics or states of runs; `test` takes events of artifacts.",
  );
}
