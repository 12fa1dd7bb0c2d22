import { type MetricReader, metricReader } from "../../history/logged-value.js";
import type { HistoryRow } from "../../history/run-history.js";
import { type ColumnReader, readersFor, type ValueReader } from "./column-readers.js";
import type { MetricWatch } from "./metric-watch.js";
import type { RowBatch } from "./row-batch.js";
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
  /** The rows that the values to be judged come from. */
  readonly batch: RowBatch;
  /** Whether NaN counts as not logged. */
  readonly skipNaN: boolean;
  readonly collectSeries: boolean;
  /** Whether the closest misses are wanted. */
  readonly trackClosest: boolean;
  /** Whether a run filter that may have changed admits the run. */
  readonly admits: (watch: MetricWatch) => boolean;
  readonly held: (held: Held) => void;
}

/** One metric of one run, read once for all automations that watch it. Values are judged in batches of rows. */
export class MetricSeries {
  readonly name: string;
  readonly watches: MetricWatch[] = [];
  readonly sample: SeriesSample | undefined;
  readonly #read: MetricReader;
  readonly #readColumn: ColumnReader;
  readonly #readValue: ValueReader;
  readonly #settings: SeriesSettings;
  readonly #skipNaN: boolean;
  readonly #batch: RowBatch;
  readonly #buffer = new ValueBuffer();
  /** For every value that wasn't judged, the place of its row in the batch. */
  #places: Uint16Array;
  #marks: Uint8Array;
  /** Values that must stay in the buffer: what the longest windows hold, and the one that leaves them. */
  #history = 0;
  /** Values logged before those that the buffer counts. */
  #before = 0;
  /** The step of the last value that was judged; NaN where unknown. */
  #step = Number.NaN;

  constructor(name: string, settings: SeriesSettings) {
    this.name = name;
    this.sample = settings.collectSeries ? new SeriesSample() : undefined;
    this.#read = metricReader(name);
    const { column, value } = readersFor(name);
    this.#readColumn = column;
    this.#readValue = value;
    this.#settings = settings;
    this.#skipNaN = settings.skipNaN;
    this.#batch = settings.batch;
    this.#places = new Uint16Array(settings.batch.steps.length);
    this.#marks = new Uint8Array(settings.batch.steps.length);
  }

  watch(watch: MetricWatch): void {
    this.watches.push(watch);
    this.#history = Math.max(this.#history, watch.history);
  }

  /** How many values were logged, those before a restart included. */
  get logged(): number {
    return this.#before + this.#buffer.origin + this.#buffer.length;
  }

  /** Takes the value that `row` logs, if it logs one. `place` is that of the row in the batch. */
  take(row: HistoryRow, place: number): void {
    const buffer = this.#buffer;
    if (buffer.length === buffer.values.length) buffer.reserve(1, this.#history);
    const { values, length } = buffer;
    if (!this.#readValue(row, this.name, values, length)) {
      const value = this.#read(row);
      if (value === undefined) return;
      values[length] = value;
    }
    if (this.#skipNaN && Number.isNaN(values[length])) return;
    const at = length - buffer.judged;
    if (at === this.#places.length) this.#widen();
    this.#places[at] = place;
    buffer.length = length + 1;
  }

  /** Takes what `rows[from..to)` log, of which the first has `place` in the batch. */
  takeAll(rows: readonly HistoryRow[], from: number, to: number, place: number): void {
    const buffer = this.#buffer;
    buffer.reserve(to - from, this.#history);
    while (this.#places.length < buffer.length - buffer.judged + to - from) this.#widen();
    for (let i = from; i < to; ) {
      const end = this.#settings.skipNaN
        ? i
        : this.#readColumn(rows, this.name, i, to, buffer.values, buffer.length);
      let at = buffer.length - buffer.judged;
      for (let k = place + i - from; k < place + end - from; k++) this.#places[at++] = k;
      buffer.length += end - i;
      if (end < to) this.take(rows[end]!, place + end - from);
      i = end + 1;
    }
  }

  /**
   * Takes the value of a row whose step came again, in place of the one that the step had.
   *
   * @param whole whether the row holds all that was logged at the step: what it lacks is then gone
   */
  retake(row: HistoryRow, place: number, step: number, whole: boolean): void {
    const buffer = this.#buffer;
    const unjudged = buffer.length - buffer.judged;
    const had =
      unjudged > 0 ? this.#places[unjudged - 1] === place : buffer.length > 0 && this.#step === step;
    if (had && (whole || this.#read(row) !== undefined)) {
      buffer.length--;
      if (unjudged === 0) this.#formAnew();
    }
    this.take(row, place);
  }

  /** Judges what wasn't judged yet. */
  judge(): void {
    const { values, origin, judged: from, length } = this.#buffer;
    if (from === length) return;
    let latest: number | undefined;
    for (const watch of this.watches) {
      const count = watch.kernel.advance(values, origin, from, length, this.#marks);
      watch.satisfied += count;
      if (count > 0) {
        latest ??= this.#batch.latest;
        // Inside 24 hours there is nothing to be found but that it held.
        if (watch.satisfiedSteps !== undefined || watch.cooldown.allows(latest))
          this.#hold(watch, length - from);
      }
      if (this.#settings.trackClosest) this.#noteClosest(watch);
    }
    const { steps } = this.#batch;
    if (this.sample !== undefined) {
      for (let i = from; i < length; i++) this.sample.add(steps[this.#places[i - from]!]!, values[i]!);
    }
    this.#step = steps[this.#places[length - from - 1]!]!;
    this.#buffer.judged = length;
  }

  #hold(watch: MetricWatch, count: number): void {
    const { values, origin, judged } = this.#buffer;
    const { steps, stamps, before } = this.#batch;
    const marks = this.#marks;
    for (let k = marks.indexOf(1); k >= 0 && k < count; k = marks.indexOf(1, k + 1)) {
      const place = this.#places[k]!;
      const step = steps[place]!;
      const timestamp = stamps[place]!;
      watch.satisfiedSteps?.push(step);
      if (!watch.cooldown.allows(timestamp) || !this.#settings.admits(watch)) continue;
      watch.cooldown.fire(timestamp);
      watch.firings++;
      const at = judged + k;
      const available = origin + at + 1;
      this.#settings.held({ watch, row: before + place, step, timestamp, values, at, available });
    }
  }

  #noteClosest(watch: MetricWatch): void {
    const { values, origin, judged } = this.#buffer;
    const at = watch.kernel.closestAt - origin;
    if (at < judged) return;
    const place = this.#places[at - judged]!;
    watch.missed(values, at, origin, this.#batch.steps[place]!, this.#batch.stamps[place]!);
  }

  /** Brings the kernels to where the buffer is, from nothing but its values. */
  #formAnew(): void {
    const buffer = this.#buffer;
    this.#before += buffer.origin;
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
    this.#before = this.logged;
    this.#buffer.clear();
    this.#step = Number.NaN;
    for (const { kernel } of this.watches) kernel.reset();
  }

  /** What must be known to go on later. */
  save(): { values: Float64Array; logged: number; step: number } {
    this.judge();
    return { values: this.#buffer.last(this.#history), logged: this.logged, step: this.#step };
  }

  /** Goes on from what `save` gave. */
  restore(saved: { values: ArrayLike<number>; logged: number; step: number }): void {
    const { values, logged, step } = saved;
    const buffer = this.#buffer;
    buffer.values = Float64Array.from({ length: Math.max(16, values.length) }, (_, i) => values[i] ?? 0);
    buffer.length = values.length;
    this.#before = logged - values.length;
    this.#step = step;
    this.#formAnew();
  }

  #widen(): void {
    const places = new Uint16Array(Math.min(this.#batch.size, 4 * this.#places.length));
    places.set(this.#places);
    this.#places = places;
    this.#marks = new Uint8Array(places.length);
  }
}
