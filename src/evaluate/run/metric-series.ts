import { type MetricReader, metricReader } from "../../history/logged-value.js";
import type { HistoryRow, RunInfo } from "../../history/run-history.js";
import { describeFiring } from "../describe-condition.js";
import type { MetricFiring } from "../verdict/firing.js";
import { runRef } from "../verdict/run-ref.js";
import { measure } from "../window/measure.js";
import type { MetricWatch } from "./metric-watch.js";

/** A firing with the number of the row it happened at, by which those of one run are ordered. */
export interface OrderedFiring {
  readonly row: number;
  readonly firing: MetricFiring;
}

/** How a series judges, and where its firings go. */
export interface SeriesSettings {
  /** Values judged at once. */
  readonly batch: number;
  /** Whether NaN counts as not logged. */
  readonly skipNaN: boolean;
  readonly emit: (firing: OrderedFiring) => void;
}

/**
 * One metric of one run: the values that windows still need, shared by all automations that watch the metric.
 * Values are judged in batches; the buffer grows with what is logged, never with what a window asks for.
 */
export class MetricSeries {
  readonly name: string;
  readonly watches: MetricWatch[] = [];
  readonly read: MetricReader;
  readonly #run: RunInfo;
  readonly #batch: number;
  readonly #skipNaN: boolean;
  readonly #emit: (firing: OrderedFiring) => void;
  /** Values that must stay in the buffer: what the longest windows hold, and the one that leaves them. */
  #history = 0;
  #values = new Float64Array(16);
  #length = 0;
  #judged = 0;
  #origin = 0;
  #steps: Float64Array;
  #stamps: Float64Array;
  #rows: Float64Array;
  #marks: Uint8Array;

  constructor(name: string, run: RunInfo, settings: SeriesSettings) {
    const { batch } = settings;
    this.name = name;
    this.read = metricReader(name);
    this.#run = run;
    this.#batch = batch;
    this.#skipNaN = settings.skipNaN;
    this.#emit = settings.emit;
    this.#steps = new Float64Array(batch);
    this.#stamps = new Float64Array(batch);
    this.#rows = new Float64Array(batch);
    this.#marks = new Uint8Array(batch);
  }

  watch(watch: MetricWatch): void {
    this.watches.push(watch);
    this.#history = Math.max(this.#history, watch.condition.needed);
  }

  /** How many values were logged. */
  get logged(): number {
    return this.#origin + this.#length;
  }

  /** Takes the value that `row` logs, if it logs one. `step` and `timestamp` are NaN where unknown. */
  take(row: HistoryRow, step: number, timestamp: number, rowNumber: number): void {
    const value = this.read(row);
    if (value !== undefined) this.append(value, step, timestamp, rowNumber);
  }

  append(value: number, step: number, timestamp: number, rowNumber: number): void {
    if (this.#skipNaN && Number.isNaN(value)) return;
    if (this.#length === this.#values.length) this.#makeRoom();
    const at = this.#length - this.#judged;
    this.#values[this.#length++] = value;
    this.#steps[at] = step;
    this.#stamps[at] = timestamp;
    this.#rows[at] = rowNumber;
    if (at + 1 === this.#batch) this.judge();
  }

  /** Judges what wasn't judged yet. */
  judge(): void {
    const from = this.#judged;
    if (from === this.#length) return;
    for (const watch of this.watches) {
      const count = watch.kernel.advance(this.#values, this.#origin, from, this.#length, this.#marks);
      if (count > 0) this.#fire(watch, from);
      watch.satisfied += count;
      watch.noteClosest(
        this.#values,
        this.#origin,
        (i) => this.#steps[i - from] ?? Number.NaN,
        (i) => this.#stamps[i - from] ?? Number.NaN,
      );
    }
    this.#judged = this.#length;
  }

  #fire(watch: MetricWatch, from: number): void {
    const count = this.#length - from;
    for (let k = 0; k < count; k++) {
      if (this.#marks[k] === 0) continue;
      watch.satisfiedSteps?.push(this.#steps[k]!);
      if (watch.cooldown.fire(this.#stamps[k]!)) {
        watch.firings++;
        this.#emit({
          row: this.#rows[k]!,
          firing: this.#firing(watch, from + k, this.#steps[k]!, this.#stamps[k]!),
        });
      }
    }
  }

  #firing(watch: MetricWatch, at: number, step: number, timestamp: number): MetricFiring {
    const { condition } = watch;
    const measurement = measure(condition, this.#values, at, this.#origin + at + 1);
    const middle = Math.max(0, at + 1 - condition.window);
    return {
      kind: "metric",
      automation: watch.plan.ref,
      run: runRef(this.#run),
      ...(Number.isNaN(step) ? {} : { step }),
      ...(Number.isNaN(timestamp) ? {} : { timestamp }),
      metric: this.name,
      values: [...this.#values.subarray(middle, at + 1)],
      prior: [...this.#values.subarray(Math.max(0, middle - condition.prior), middle)],
      measurement,
      compared: measurement.compared,
      comparison: condition.comparison,
      threshold: condition.limit,
      reason: describeFiring(this.name, condition, measurement),
    };
  }

  /** Drops what no window needs any more, or grows where that frees too little. */
  #makeRoom(): void {
    const kept = Math.min(this.#length, this.#history + (this.#length - this.#judged));
    const dropped = this.#length - kept;
    if (dropped >= this.#length >> 1) {
      this.#values.copyWithin(0, dropped, this.#length);
      this.#length -= dropped;
      this.#judged -= dropped;
      this.#origin += dropped;
    } else {
      const grown = new Float64Array(2 * this.#values.length);
      grown.set(this.#values);
      this.#values = grown;
    }
  }
}
