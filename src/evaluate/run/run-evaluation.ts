import type { HistoryRow, RunInfo } from "../../history/run-history.js";
import type { EvaluationSettings } from "../evaluation-options.js";
import type { EventPlan } from "../event-plan.js";
import type { Firing } from "../verdict/firing.js";
import type { RunOutcome } from "../verdict/outcome.js";
import { leastValues } from "../window/create-kernel.js";
import { type Admission, admit } from "./admission.js";
import { MetricSeries } from "./metric-series.js";
import { MetricWatch } from "./metric-watch.js";
import { excludedOutcome, metricOutcome, stateOutcome } from "./run-outcome.js";
import { type StateChange, StateWatch } from "./state-watch.js";

const MAX_KEYS = 12;

/** How a run is evaluated. */
export interface RunSettings extends EvaluationSettings {
  /** Values judged at once: 1 gives firings as soon as they happen. */
  readonly batch: number;
  readonly collectSatisfied: boolean;
}

interface Ordered {
  readonly row: number;
  readonly firing: Firing;
}

/** All automations on one run: rows and state changes go in, firings and outcomes come out. */
export class RunEvaluation {
  readonly run: RunInfo;
  readonly #plans: readonly EventPlan[];
  readonly #settings: RunSettings;
  readonly #admissions: Admission[];
  readonly #series = new Map<string, MetricSeries>();
  readonly #watches = new Map<EventPlan, MetricWatch | StateWatch>();
  readonly #states: StateWatch[] = [];
  #firings: Ordered[] = [];
  #rows = 0;
  #keys: readonly string[] = [];

  constructor(plans: readonly EventPlan[], run: RunInfo, settings: RunSettings) {
    this.run = run;
    this.#plans = plans;
    this.#settings = settings;
    this.#admissions = plans.map((plan) => admit(plan, run));
    plans.forEach((plan, i) => {
      if (this.#admissions[i]!.blocker === undefined) this.#open(plan);
    });
  }

  #open(plan: EventPlan): void {
    const { watched } = plan;
    if (watched.kind === "state") {
      const watch = new StateWatch(plan, watched.states);
      this.#states.push(watch);
      this.#watches.set(plan, watch);
    } else if (watched.kind === "metric") {
      const { partialWindows, collectSatisfied } = this.#settings;
      const watch = new MetricWatch(plan, watched.condition, partialWindows, collectSatisfied);
      this.#watches.set(plan, watch);
      this.#seriesOf(watched.metric).watch(watch);
    }
  }

  #seriesOf(metric: string): MetricSeries {
    let series = this.#series.get(metric);
    if (series === undefined) {
      const { batch, skipNaN } = this.#settings;
      series = new MetricSeries(metric, this.run, {
        batch,
        skipNaN,
        emit: (fired) => this.#firings.push(fired),
      });
      this.#series.set(metric, series);
    }
    return series;
  }

  /** Takes a row: rows of one step merged, steps rising. */
  row(row: HistoryRow): void {
    if (this.#rows === 0) this.#keys = Object.keys(row).slice(0, MAX_KEYS);
    this.#rows++;
    const step = numberAt(row, "_step");
    const timestamp = numberAt(row, "_timestamp");
    for (const series of this.#series.values()) series.take(row, step, timestamp, this.#rows);
  }

  state(change: StateChange): void {
    for (const watch of this.#states) {
      const firing = watch.change(this.run, change);
      if (firing !== undefined) this.#firings.push({ row: this.#rows, firing });
    }
  }

  /** The firings since the last call, in the order of the rows, then of the automations. */
  takeFirings(): Firing[] {
    for (const series of this.#series.values()) series.judge();
    if (this.#firings.length === 0) return [];
    const order = (a: Ordered, b: Ordered) =>
      a.row - b.row || a.firing.automation.index - b.firing.automation.index;
    const fired = this.#firings.sort(order).map(({ firing }) => firing);
    this.#firings = [];
    return fired;
  }

  /** What every run automation made of the run, one by one. Call it when no more rows come. */
  *outcomes(): Generator<RunOutcome> {
    for (const [i, plan] of this.#plans.entries()) {
      const { blocker, notes } = this.#admissions[i]!;
      const watch = this.#watches.get(plan);
      if (blocker !== undefined) yield excludedOutcome(plan, this.run, { blocker, notes });
      else if (watch instanceof StateWatch) yield stateOutcome(watch, this.run, notes);
      else if (watch !== undefined) yield this.#metricOutcome(watch, notes);
    }
  }

  #metricOutcome(watch: MetricWatch, notes: readonly string[]): RunOutcome {
    const metric = watch.plan.watched.kind === "metric" ? watch.plan.watched.metric : "";
    const logged = this.#series.get(metric)?.logged ?? 0;
    const least = leastValues(watch.condition, this.#settings.partialWindows);
    return metricOutcome(watch, this.run, logged, least, notes, this.#keys);
  }
}

function numberAt(row: HistoryRow, key: string): number {
  const value = Object.hasOwn(row, key) ? row[key] : undefined;
  return typeof value === "number" ? value : Number.NaN;
}
