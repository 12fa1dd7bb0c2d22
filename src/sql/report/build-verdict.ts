import { oddTime } from "../../evaluate/run/odd-row.js";
import type { Firing, RunRef } from "../../evaluate/verdict/firing.js";
import type { RunOutcome } from "../../evaluate/verdict/outcome.js";
import { Verdict } from "../../evaluate/verdict/verdict.js";
import { leastValues } from "../../evaluate/window/create-kernel.js";
import type { HistoryWarning } from "../../history/run-history.js";
import type { QueryPlan } from "../query/plan.js";
import { splitExportRun } from "../source/export-name.js";
import { ClosestMisses } from "./closest-misses.js";
import type { FiringRow, MissRow, RunRow } from "./result-rows.js";
import { runOutcome } from "./run-outcome.js";
import { toFiring } from "./to-firing.js";

const MAX_OUTCOMES = 100_000;
const MAX_WARNINGS = 1000;

/** How results are read. */
export interface ResultShape {
  readonly plan: QueryPlan;
  /** Whether runs are called by their exports' names. */
  readonly exports: boolean;
  /** The fields that run filters look at, as the query numbers them. */
  readonly fields: readonly string[];
  readonly maxOutcomes?: number | undefined;
  /** Whether closest misses are given as well. */
  readonly closest: boolean;
}

/** Gathers a backtest's results: first its runs, then its firings, then its misses. */
export class VerdictBuilder {
  readonly #shape: ResultShape;
  readonly #runs = new Map<string, { row: RunRow; ref: RunRef }>();
  readonly #firings: Firing[] = [];
  readonly #warnings: HistoryWarning[] = [];
  /** By automation, then by run. */
  readonly #fired: Map<string, { firings: number; satisfied: number }>[];

  readonly #misses: ClosestMisses | undefined;

  constructor(shape: ResultShape) {
    this.#shape = shape;
    this.#misses = shape.closest ? new ClosestMisses(shape.plan.all) : undefined;
    this.#fired = shape.plan.all.map(() => new Map());
  }

  run(row: RunRow): void {
    const odd = oddTime(row.firstTime);
    if (odd !== undefined && this.#warnings.length < MAX_WARNINGS) {
      this.#warnings.push({ code: "bad_time", message: odd, run: row.run });
    }
    const named = row.entity === undefined && this.#shape.exports ? splitExportRun(row.run) : row;
    this.#runs.set(row.run, {
      row,
      ref: {
        id: row.id,
        ...(row.displayName === undefined ? {} : { displayName: row.displayName }),
        ...(named.entity === undefined ? {} : { entity: named.entity }),
        ...(named.project === undefined ? {} : { project: named.project }),
      },
    });
  }

  /** Takes a firing. Those of a run come in the order of its rows. */
  firing(row: FiringRow): Firing {
    const ref = this.#runs.get(row.run)?.ref ?? { id: row.run };
    const firing = toFiring(row, this.#shape.plan.all[row.automation]!, ref);
    this.#firings.push(firing);
    const runs = this.#fired[row.automation]!;
    const fired = runs.get(row.run) ?? { firings: 0, satisfied: row.satisfied };
    runs.set(row.run, fired);
    fired.firings++;
    return firing;
  }

  /** Takes a window near which a condition came. Those of a run come in the order of its rows. */
  miss(row: MissRow): void {
    this.#misses?.take(row);
  }

  verdict(warnings: readonly HistoryWarning[]): Verdict {
    const { plan, maxOutcomes = MAX_OUTCOMES } = this.#shape;
    const outcomes: RunOutcome[] = [];
    for (const run of this.#runs.values()) {
      for (const event of plan.all) {
        if (outcomes.length >= maxOutcomes) break;
        outcomes.push(this.#outcome(run, event.ref.index));
      }
    }
    const automations = plan.all.map(({ ref, title, watched }) => {
      const metric = watched.kind === "metric" ? { metric: watched.condition.spec } : {};
      const fired = [...this.#fired[ref.index]!.values()];
      const firings = fired.reduce((sum, one) => sum + one.firings, 0);
      return { automation: ref, title, ...metric, firings, runs: this.#runs.size, runsFired: fired.length };
    });
    const all = [...warnings, ...this.#warnings];
    const outcomesOmitted = this.#runs.size * plan.all.length - outcomes.length;
    return new Verdict({ firings: this.#firings, automations, outcomes, outcomesOmitted, warnings: all });
  }

  #outcome({ row, ref }: { row: RunRow; ref: RunRef }, index: number): RunOutcome {
    const { plan, fields } = this.#shape;
    const event = plan.all[index]!;
    const { watched } = event;
    const metric = watched.kind === "metric" ? watched.metric : undefined;
    const k = plan.metrics.findIndex(({ name }) => name === metric);
    const fired = this.#fired[index]!.get(row.run) ?? { firings: 0, satisfied: 0 };
    return runOutcome(event, ref, {
      ...fired,
      misses: this.#misses?.of(index, row.run),
      logged: row.logged[k] ?? 0,
      least: watched.kind === "metric" ? leastValues(watched.condition, plan.partialWindows) : 0,
      state: row.state,
      admitted: row.admits(index),
      field: (name) => row.fields[fields.indexOf(name)],
    });
  }
}
