import type { Firing, Verdict } from "wandb-automations/evaluate";

function describe(firing: Firing) {
  if (firing.kind !== "metric") return firing;
  const { automation, run, step, timestamp, values, prior, measurement, reason } = firing;
  return { automation: automation.index, run, step, timestamp, values, prior, measurement, reason };
}

/** A verdict's firings in an order that doesn't depend on that of the runs. */
export function comparableFirings({ firings }: Pick<Verdict, "firings">) {
  const byRun = new Map<string, unknown[]>();
  for (const firing of firings) {
    const id = firing.run?.id ?? "";
    byRun.set(id, [...(byRun.get(id) ?? []), describe(firing)]);
  }
  return Object.fromEntries([...byRun].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The counts of a verdict's outcomes, by run and automation. */
export function comparableCounts({ outcomes }: Pick<Verdict, "outcomes">) {
  const counts = outcomes.flatMap((outcome) => {
    if (outcome.kind !== "run") return [];
    const { run, automation, firings, logged, evaluated, satisfied, blockers, notes } = outcome;
    // The SQL verdict doesn't say how near a miss was, or how many verdicts were NaN.
    const kinds = blockers.filter(({ kind }) => kind !== "nan").map(({ kind }) => kind);
    return [
      [`${run.id} ${automation.index}`, { firings, logged, evaluated, satisfied, kinds, notes }] as const,
    ];
  });
  return Object.fromEntries(counts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** By automation: the runs that it fired on. */
export function firedRuns({ firings, automations }: Pick<Verdict, "firings" | "automations">): string[][] {
  return automations.map((_, index) =>
    firings.flatMap(({ automation, run }) => (automation.index === index ? [run?.id ?? ""] : [])).sort(),
  );
}
