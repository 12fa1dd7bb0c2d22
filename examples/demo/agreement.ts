import { readFile } from "node:fs/promises";
import type { EmulatorExecution } from "wandb-automations/emulator";
import type { Verdict } from "wandb-automations/evaluate";

/** `automation run step`, one line per firing, so that firings from different places can be compared. */
export type FiringKey = string;

const key = (automation: string, run: string, step: unknown): FiringKey =>
  `${automation} ${run} step ${step}`;

/** What the dry run says would fire. */
export function dryRunFirings(verdict: Verdict): Set<FiringKey> {
  return new Set(
    verdict.firings.map(({ automation, run, step }) =>
      key(automation.name ?? "", run?.displayName ?? "", step),
    ),
  );
}

/** What fired in the emulator while the runs were replayed into it. */
export function liveFirings(
  executions: readonly EmulatorExecution[],
  displayNames: ReadonlyMap<string, string>,
): Set<FiringKey> {
  return new Set(
    executions.flatMap(({ automation, run }) =>
      run ? [key(automation.name, displayNames.get(run.id) ?? run.id, run.step)] : [],
    ),
  );
}

/** What an independent reader and evaluator found in the same files. */
export async function expectedFirings(file: string, names: readonly string[]): Promise<Set<FiringKey>> {
  const { automations } = JSON.parse(await readFile(file, "utf8")) as {
    automations: { fires: { run: string; step: number }[] }[];
  };
  return new Set(
    automations.flatMap(({ fires }, i) => fires.map(({ run, step }) => key(names[i] ?? `#${i}`, run, step))),
  );
}

/** What is in one set and not in the other, as lines to print. */
export function differences(
  [leftName, left]: readonly [string, ReadonlySet<FiringKey>],
  [rightName, right]: readonly [string, ReadonlySet<FiringKey>],
): string[] {
  const only = (from: ReadonlySet<FiringKey>, other: ReadonlySet<FiringKey>, name: string) =>
    [...from].filter((firing) => !other.has(firing)).map((firing) => `only ${name}: ${firing}`);
  return [...only(left, right, leftName), ...only(right, left, rightName)];
}
