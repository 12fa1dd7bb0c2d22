import { type MetricReader, metricReader } from "../../history/logged-value.js";
import type { HistoryRow } from "../../history/run-history.js";
import type { MetricWatch } from "./metric-watch.js";
import { SeriesSample } from "./series-sample.js";
import { ValueBuffer } from "./value-buffer.js";

/** A value at which a condition held, and was allowed to fire. */
export interface Held {
  readonly watch: MetricWatch;
  /** The number of the row. */
  readonly row: number;
  /** NaN where unknown, as is `timestamp`. */
  readonly step: number;
  readonly timestamp: number;
  /** The values, where in them it is, and how many values there were up to it. Valid until the next value. */
  readonly values: Float64Array;
  readonly at: number;
  readonly available: number;
}

/** How a series judges, and where what holds goes. */
export interface SeriesSettings {
  /** Values judged at once. */
  readonly batch: number;
  /** Whether NaN counts as not logged. */
  readonly skipNaN: boolean;
  readonly collectSeries: boolean;
  /** Whether the closest misses are wanted. */
  readonly trackClosest: boolean;
  /** Whether a run filter that may have changed admits the run. */
  readonly admits: (watch: MetricWatch) => boolean;
  readonly held: (held: Held) => void;
}

/** One metric of one run, read once for all automations that watch it. Values are judged in batches. */
export class MetricSeries {
  readonly name: string;
  readonly watches: MetricWatch[] = [];
  readonly sample: SeriesSample | undefined;
  readonly #read: MetricReader;
  readonly #settings: SeriesSettings;
  readonly #buffer = new ValueBuffer();
  /** Values that must stay in the buffer: what the longest windows hold, and the one that leaves them. */
  #history = 0;
  #logged = 0;
  /** The step of the last value; NaN where unknown. */
  #step = Number.NaN;
  #steps: Float64Array;
  #stamps: Float64Array;
  #rows: Float64Array;
  #marks: Uint8Array;

  constructor(name: string, settings: SeriesSettings) {
    const size = Math.min(settings.batch, 16);
    this.name = name;
    this.sample = settings.collectSeries ? new SeriesSample() : undefined;
    this.#read = metricReader(name);
    this.#settings = settings;
    this.#steps = new Float64Array(size);
    this.#stamps = new Float64Array(size);
    this.#rows = new Float64Array(size);
    this.#marks = new Uint8Array(size);
  }

  watch(watch: MetricWatch): void {
    this.watches.push(watch);
    this.#history = Math.max(this.#history, watch.condition.needed);
  }

  /** How many values were logged, those before a restart included. */
  get logged(): number {
    return this.#logged;
  }

  /** Takes the value that `row` logs, if it logs one. `step` and `timestamp` are NaN where unknown. */
  take(row: HistoryRow, step: number, timestamp: number, rowNumber: number): void {
    const value = this.#read(row);
    if (value === undefined || (this.#settings.skipNaN && Number.isNaN(value))) return;
    if (step === this.#step) this.#replaceLast();
    this.#step = step;
    this.#append(value, step, timestamp, rowNumber);
  }

  #append(value: number, step: number, timestamp: number, rowNumber: number): void {
    const buffer = this.#buffer;
    if (buffer.length === buffer.values.length) buffer.makeRoom(this.#history);
    const at = buffer.length - buffer.judged;
    if (at === this.#steps.length) this.#widen();
    buffer.values[buffer.length++] = value;
    this.#logged++;
    this.#steps[at] = step;
    this.#stamps[at] = timestamp;
    this.#rows[at] = rowNumber;
    this.sample?.add(step, value);
    if (at + 1 === this.#settings.batch) this.judge();
  }

  /** Judges what wasn't judged yet. */
  judge(): void {
    const { values, origin, judged: from, length } = this.#buffer;
    if (from === length) return;
    for (const watch of this.watches) {
      const count = watch.kernel.advance(values, origin, from, length, this.#marks);
      watch.satisfied += count;
      if (count > 0) this.#hold(watch);
      if (this.#settings.trackClosest) this.#noteClosest(watch);
    }
    this.#buffer.judged = length;
  }

  #hold(watch: MetricWatch): void {
    const { values, origin, judged: from, length } = this.#buffer;
    for (let k = 0; k < length - from; k++) {
      if (this.#marks[k] === 0) continue;
      const step = this.#steps[k]!;
      const timestamp = this.#stamps[k]!;
      watch.satisfiedSteps?.push(step);
      if (!watch.cooldown.allows(timestamp) || !this.#settings.admits(watch)) continue;
      watch.cooldown.fire(timestamp);
      watch.firings++;
      const at = from + k;
      this.#settings.held({
        watch,
        row: this.#rows[k]!,
        step,
        timestamp,
        values,
        at,
        available: origin + at + 1,
      });
    }
  }

  #noteClosest(watch: MetricWatch): void {
    const { values, origin, judged } = this.#buffer;
    const at = watch.kernel.closestAt - origin;
    if (at >= judged) watch.missed(values, at, origin, this.#steps[at - judged]!, this.#stamps[at - judged]!);
  }

  /** Takes back the last value: its step came again with another one. */
  #replaceLast(): void {
    const buffer = this.#buffer;
    if (buffer.length === 0) return;
    this.#logged--;
    buffer.length--;
    if (buffer.judged <= buffer.length) return;
    this.#formAnew();
  }

  /** Brings the kernels to where the buffer is, from nothing but its values. */
  #formAnew(): void {
    const buffer = this.#buffer;
    buffer.restart(buffer.length);
    const marks = new Uint8Array(buffer.length);
    for (const { kernel } of this.watches) {
      kernel.reset();
      kernel.advance(buffer.values, 0, 0, buffer.length, marks);
    }
  }

  /** Starts with empty windows. */
  restart(): void {
    this.judge();
    this.#buffer.clear();
    this.#step = Number.NaN;
    for (const { kernel } of this.watches) kernel.reset();
  }

  /** What must be known to go on later. */
  save(): { values: Float64Array; logged: number; step: number } {
    this.judge();
    return { values: this.#buffer.last(this.#history), logged: this.#logged, step: this.#step };
  }

  /** Goes on from what `save` gave. */
  restore(saved: { values: ArrayLike<number>; logged: number; step: number }): void {
    const buffer = this.#buffer;
    buffer.values = Float64Array.from(
      { length: Math.max(16, saved.values.length) },
      (_, i) => saved.values[i] ?? 0,
    );
    buffer.length = saved.values.length;
    this.#logged = saved.logged;
    this.#step = saved.step;
    this.#formAnew();
  }

  #widen(): void {
    const size = Math.min(this.#settings.batch, 4 * this.#steps.length);
    this.#steps = widened(this.#steps, size);
    this.#stamps = widened(this.#stamps, size);
    this.#rows = widened(this.#rows, size);
    this.#marks = new Uint8Array(size);
  }
}

function widened(numbers: Float64Array, size: number): Float64Array {
  const wide = new Float64Array(size);
  wide.set(numbers);
  return wide;
}
