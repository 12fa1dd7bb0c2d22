import { EvaluationError } from "../../errors/index.js";
import type { HistoryRow, HistoryWarning, RunInfo } from "../../history/run-history.js";
import type { EventPlan } from "../event-plan.js";
import type { Firing } from "../verdict/firing.js";
import type { RunOutcome } from "../verdict/outcome.js";
import { leastValues } from "../window/create-kernel.js";
import { type Admission, admit, admitPlace, admitsFields } from "./admission.js";
import { metricFiring } from "./metric-firing.js";
import { MetricSeries } from "./metric-series.js";
import { MetricWatch } from "./metric-watch.js";
import { notARow, oddTime } from "./odd-row.js";
import { RowBatch } from "./row-batch.js";
import { excludedOutcome, metricOutcome, stateOutcome } from "./run-outcome.js";
import type { RunSettings } from "./run-settings.js";
import { reportedState, type StateChange, StateWatch } from "./state-watch.js";

const MAX_KEYS = 12;
/** Rows that are gone through for one column after the other: few enough to stay in the cache meanwhile. */
const STRETCH = 128;

/** A run in the middle of its evaluation. Numbers may be NaN. */
export interface SavedRun {
  readonly state: string | undefined;
  readonly step: number;
  readonly timestamp: number;
  /** By automation: when its next firing is allowed. */
  readonly cooldowns: readonly (readonly [index: number, next: number])[];
  readonly series: readonly {
    readonly name: string;
    readonly values: ArrayLike<number>;
    readonly logged: number;
    readonly step: number;
  }[];
}

interface Ordered {
  readonly row: number;
  readonly firing: Firing;
}

/** All automations on one run: rows and state changes go in, firings and outcomes come out. */
export class RunEvaluation {
  readonly #plans: readonly EventPlan[];
  readonly #settings: RunSettings;
  readonly #batch: RowBatch;
  readonly #admissions: Admission[];
  readonly #series = new Map<string, MetricSeries>();
  readonly #watches = new Map<EventPlan, MetricWatch | StateWatch>();
  readonly #states: StateWatch[] = [];
  #list: MetricSeries[] = [];
  #run: RunInfo;
  #firings: Ordered[] = [];
  #keys: readonly string[] = [];
  #oddTime: string | undefined;
  #state: string | undefined;
  #starting = true;
  #step = Number.NaN;
  #timestamp = Number.NaN;

  /** @param plans those of run events */
  constructor(plans: readonly EventPlan[], run: RunInfo, settings: RunSettings) {
    this.#run = run;
    this.#plans = plans;
    this.#settings = settings;
    this.#batch = new RowBatch(settings.batch);
    this.#admissions = plans.map((plan) =>
      settings.live === true ? admitPlace(plan, run) : admit(plan, run),
    );
    plans.forEach((plan, i) => {
      if (this.#admissions[i]!.blocker === undefined) this.#open(plan);
    });
    this.#list = [...this.#series.values()];
  }

  /** The metrics that are watched: nothing else of the rows is looked at. */
  get metrics(): readonly string[] {
    return this.#list.map(({ name }) => name);
  }

  /** Whether any automation looks at the run: else nothing can come of its rows. */
  get watched(): boolean {
    return this.#watches.size > 0;
  }

  /** Some keys of the run's first row, for telling what there is in place of a metric that isn't. */
  get keys(): readonly string[] {
    return this.#keys;
  }
  set keys(keys: readonly string[]) {
    this.#keys = keys.slice(0, MAX_KEYS);
  }

  /** A warning, once, where the time of a first row is odd, and so probably all are. */
  takeTimeWarning(): HistoryWarning | undefined {
    const message = this.#oddTime;
    this.#oddTime = undefined;
    return message === undefined ? undefined : { code: "bad_time", run: this.#run.id, message };
  }

  get run(): RunInfo {
    return this.#run;
  }

  /** What is known of the run by now: filters look at this. */
  update(run: RunInfo): void {
    this.#run = run;
  }

  #open(plan: EventPlan): void {
    const { watched } = plan;
    if (watched.kind === "state") {
      const watch = new StateWatch(plan, watched.states);
      this.#states.push(watch);
      this.#watches.set(plan, watch);
    } else if (watched.kind === "metric") {
      const { partialWindows, collectSatisfied = false } = this.#settings;
      const settings = { partialWindows, collectSatisfied, trackClosest: this.#tracksClosest };
      const watch = new MetricWatch(plan, watched.condition, settings);
      this.#watches.set(plan, watch);
      const laxer = plan.laxer && this.#watches.get(plan.laxer);
      if (laxer instanceof MetricWatch) watch.narrow(laxer);
      this.#seriesOf(watched.metric).watch(watch);
    }
  }

  get #tracksClosest(): boolean {
    return this.#settings.trackClosest ?? this.#settings.live !== true;
  }

  #seriesOf(metric: string): MetricSeries {
    let series = this.#series.get(metric);
    if (series === undefined) {
      const { skipNaN, collectSeries = false, live = false } = this.#settings;
      series = new MetricSeries(metric, {
        batch: this.#batch,
        skipNaN,
        collectSeries,
        trackClosest: this.#tracksClosest,
        admits: live ? ({ plan }) => admitsFields(plan, this.#run) : () => true,
        held: (held) => this.#firings.push({ row: held.row, firing: metricFiring(metric, this.#run, held) }),
      });
      this.#series.set(metric, series);
    }
    return series;
  }

  /**
   * Takes a row that begins a step, or has none.
   *
   * @returns false, with nothing done, for one that has the last step or a lower one, or a step that can't be one
   */
  row(row: HistoryRow): boolean {
    if (typeof row !== "object" || row === null) return false;
    const { _step, _timestamp } = row;
    let step = Number.NaN;
    if (typeof _step === "number") {
      if (_step <= this.#step || !Number.isInteger(_step)) return false;
      step = _step;
      this.#step = _step;
    } else if (_step !== undefined) return false;
    const batch = this.#batch;
    if (batch.full) this.#judge();
    batch.add(step, typeof _timestamp === "number" ? _timestamp : Number.NaN);
    if (this.#starting) this.#begin(row);
    const list = this.#list;
    for (let k = 0; k < list.length; k++) list[k]!.take(row, batch.count - 1);
    return true;
  }

  /**
   * Takes some of `rows[from..to)` as {@link row} does, column by column, which is faster.
   *
   * @param given the steps with which the rows came, where that was a while ago
   * @returns where it stopped: after so many rows, or at one that `row` wouldn't take
   */
  rows(rows: readonly HistoryRow[], from: number, to: number, given?: Float64Array): number {
    const batch = this.#batch;
    // What a first row, or one after a full batch, brings about is left to `row`.
    if (this.#starting || batch.full) return this.row(rows[from]!) ? from + 1 : from;
    const place = batch.count;
    const end = this.#steps(rows, from, to, given);
    for (const series of this.#list) series.takeAll(rows, from, end, place);
    return end;
  }

  /** Takes steps and times of the rows that fit into the batch, up to one that isn't as it should be. */
  #steps(rows: readonly HistoryRow[], from: number, upTo: number, given?: Float64Array): number {
    const batch = this.#batch;
    const to = Math.min(upTo, from + Math.min(STRETCH, batch.size - batch.count));
    batch.reserve(to - from);
    const { steps, stamps } = batch;
    let { count } = batch;
    let last = this.#step;
    let i = from;
    for (; i < to; i++) {
      const row = rows[i]!;
      if (typeof row !== "object" || row === null) break;
      const { _step, _timestamp } = row;
      if (given !== undefined && _step !== given[i]) throw changedRow(given[i]!, _step);
      if (typeof _step === "number") {
        if (_step <= last || !Number.isInteger(_step)) break;
        last = _step;
        steps[count] = _step;
      } else if (_step === undefined) steps[count] = Number.NaN;
      else break;
      stamps[count++] = typeof _timestamp === "number" ? _timestamp : Number.NaN;
    }
    batch.count = count;
    this.#step = last;
    return i;
  }

  /** The step of the last row that has one; NaN before. */
  get step(): number {
    return this.#step;
  }

  /**
   * Takes more of the last row: its values take the place of those that the step had.
   *
   * @param whole whether this is all of the row: what it lacks is then gone
   */
  again(row: HistoryRow, whole: boolean): void {
    const { _timestamp } = row;
    this.#again(row, this.#step, typeof _timestamp === "number" ? _timestamp : Number.NaN, whole);
  }

  #again(row: HistoryRow, step: number, timestamp: number, whole: boolean): void {
    const batch = this.#batch;
    if (batch.count === 0) batch.add(step, timestamp);
    else if (!Number.isNaN(timestamp)) batch.stamps[batch.count - 1] = timestamp;
    for (const series of this.#list) series.retake(row, batch.count - 1, step, whole);
  }

  #begin(row: HistoryRow): void {
    if (Array.isArray(row)) throw notARow(row);
    this.#oddTime = oddTime(row._timestamp);
    if (this.#settings.live !== true && this.#keys.length === 0) this.keys = Object.keys(row);
    // It starts with this row, and fires in turn with what fires at it.
    this.#change({ state: "running" }, this.#batch.before + this.#batch.count - 1);
  }

  /** The last timestamp. */
  get #now(): number {
    const { stamps, count } = this.#batch;
    for (let place = count - 1; place >= 0; place--) if (!Number.isNaN(stamps[place])) return stamps[place]!;
    return this.#timestamp;
  }

  #judge(): void {
    for (const series of this.#list) series.judge();
    this.#timestamp = this.#now;
    this.#batch.clear();
  }

  /** Whatever comes next shows that the run is running (again). */
  resume(): void {
    this.#starting = true;
  }

  /** The run is running, if that wasn't known. */
  start(): void {
    if (this.#starting) this.state({ state: "running" });
  }

  /** The run changed its state; at the time and step of its last row where they aren't known. No change, nothing happens. */
  state(change: StateChange): void {
    // After all that the last row made fire, and before what the next one does.
    this.#change(change, this.#batch.before + this.#batch.count - 0.5);
  }

  #change(change: StateChange, row: number): void {
    const { state } = change;
    const before = this.#state;
    this.#state = state;
    this.#starting = false;
    if (before !== undefined && reportedState(before) === reportedState(state)) return;
    const resumed = before !== undefined && reportedState(state) === "running";
    if (resumed && this.#settings.resetOnResume) for (const series of this.#list) series.restart();
    const step = change.step ?? this.#step;
    const timestamp = change.timestamp ?? this.#now;
    for (const watch of this.#states) {
      if (this.#settings.live === true && !admitsFields(watch.plan, this.#run)) continue;
      const firing = watch.change(this.#run, { state, step, timestamp });
      if (firing !== undefined) this.#firings.push({ row, firing });
    }
  }

  /** Metrics that are watched and weren't logged. */
  get unseen(): boolean {
    return this.#list.some(({ logged }) => logged === 0);
  }

  /** The firings since the last call, in the order of the rows, then of the automations. */
  takeFirings(): Firing[] {
    this.#judge();
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
      if (blocker !== undefined) yield excludedOutcome(plan, this.#run, { blocker, notes });
      else if (watch instanceof StateWatch) yield stateOutcome(watch, this.#run, notes);
      else if (watch !== undefined) yield this.#metricOutcome(watch, notes);
    }
  }

  #metricOutcome(watch: MetricWatch, notes: readonly string[]): RunOutcome {
    const metric = watch.plan.watched.kind === "metric" ? watch.plan.watched.metric : "";
    const series = this.#series.get(metric);
    const sample = series?.sample?.series;
    const known = {
      metric,
      logged: series?.logged ?? 0,
      needed: leastValues(watch.condition, this.#settings.partialWindows),
      ...(sample === undefined ? {} : { series: sample }),
      keys: this.#keys,
    };
    return metricOutcome(watch, this.#run, known, notes);
  }

  /** What must be known to go on later. */
  save(): SavedRun {
    return {
      state: this.#state,
      step: this.#step,
      timestamp: this.#now,
      cooldowns: this.cooldowns,
      series: this.#list.map((series) => ({ name: series.name, ...series.save() })),
    };
  }

  /** Goes on from what `save` gave. */
  restore(saved: SavedRun): void {
    this.#state = saved.state;
    this.#starting = saved.state === undefined;
    this.#step = saved.step;
    this.#timestamp = saved.timestamp;
    this.restoreCooldowns(saved.cooldowns);
    for (const one of saved.series) this.#series.get(one.name)?.restore(one);
  }

  /** By automation: when its next firing is allowed. */
  get cooldowns(): SavedRun["cooldowns"] {
    return [...this.#watches].flatMap(([plan, { cooldown }]) =>
      cooldown.next === undefined ? [] : [[plan.ref.index, cooldown.next] as const],
    );
  }

  restoreCooldowns(cooldowns: SavedRun["cooldowns"]): void {
    const next = new Map(cooldowns);
    for (const [plan, watch] of this.#watches) watch.cooldown.next = next.get(plan.ref.index);
  }
}

function changedRow(given: number, found: unknown): EvaluationError {
  return new EvaluationError(
    `The row of step ${given} was changed after it was given: its step is now ${String(found)}.`,
    { hint: "Yield a new object for each row." },
  );
}
