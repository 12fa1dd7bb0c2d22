import type { Firing, Outcome, Verdict } from "wandb-automations/evaluate";

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

function describeOutcome(outcome: Outcome) {
  if (outcome.kind !== "run") return outcome;
  const { closest: _, blockers, ...rest } = outcome;
  return {
    ...rest,
    blockers: blockers.map((blocker) => ({
      ...blocker,
      // Tables don't say which keys the first row of a run had.
      message: blocker.message.replace(/(?<=was never logged);.*|; the closest was .*/s, ""),
    })),
  };
}

/**
 * Warnings of dropped rows, of which a backtest gives one per run where a reader of files gives one per row, and for the
 * last ones only their number.
 */
function describeWarnings(warnings: Verdict["warnings"]) {
  const dropped = new Map<string, { rows: number; lowest: number | undefined }>();
  for (const { run, code, message, step } of warnings) {
    const key = `${run} ${code}`;
    const { rows, lowest } = dropped.get(key) ?? { rows: 0, lowest: step };
    const more = Number(/^(?:and )?(\d+) (?:row was|rows were|more) /.exec(message)?.[1] ?? 1);
    dropped.set(key, {
      rows: rows + more,
      lowest: step === undefined ? lowest : Math.min(lowest ?? step, step),
    });
  }
  return Object.fromEntries(dropped);
}

/** How near every automation came on every run. */
export function gapsOf({ outcomes }: Pick<Verdict, "outcomes">): Map<string, number> {
  const gaps = outcomes.flatMap((outcome) =>
    outcome.kind === "run" && outcome.closest !== undefined
      ? [[`${outcome.automation.index} ${outcome.run.id}`, outcome.closest.gap] as const]
      : [],
  );
  return new Map(gaps);
}

/** All that a verdict says but where misses were closest, in an order that doesn't depend on that of the runs. */
export function wholeVerdict(verdict: Verdict) {
  const { automations, outcomesOmitted, outcomes, warnings } = verdict;
  const keyed = outcomes.map((outcome) => {
    const run = outcome.kind === "run" ? outcome.run.id : "";
    return [`${outcome.automation.index} ${run}`, describeOutcome(outcome)] as const;
  });
  return {
    ...{ firings: comparableFirings(verdict), automations, outcomesOmitted },
    outcomes: Object.fromEntries(keyed),
    warnings: describeWarnings(warnings),
  };
}

/** By automation: the runs that it fired on. */
export function firedRuns({ firings, automations }: Pick<Verdict, "firings" | "automations">): string[][] {
  return automations.map((_, index) =>
    firings.flatMap(({ automation, run }) => (automation.index === index ? [run?.id ?? ""] : [])).sort(),
  );
}
