/** Steps and times of the rows that weren't judged yet, shared by all metrics of a run. NaN where unknown. */
export class RowBatch {
  readonly size: number;
  steps: Float64Array;
  stamps: Float64Array;
  count = 0;
  /** Rows before these. */
  before = 0;

  constructor(size: number) {
    this.size = size;
    this.steps = new Float64Array(Math.min(size, 16));
    this.stamps = new Float64Array(this.steps.length);
  }

  /** The latest of the times; NaN where none is known. */
  get latest(): number {
    let latest = Number.NaN;
    for (let i = 0; i < this.count; i++) {
      const stamp = this.stamps[i]!;
      if (stamp > latest || Number.isNaN(latest)) latest = stamp;
    }
    return latest;
  }

  get full(): boolean {
    return this.count === this.size;
  }

  add(step: number, timestamp: number): void {
    if (this.count === this.steps.length) this.reserve(1);
    this.steps[this.count] = step;
    this.stamps[this.count++] = timestamp;
  }

  clear(): void {
    this.before += this.count;
    this.count = 0;
  }

  /** Makes room for `count` more. Short runs are many: they needn't pay for the room that long ones use. */
  reserve(count: number): void {
    if (this.count + count <= this.steps.length) return;
    const room = Math.max(this.count + count, Math.min(this.size, 4 * this.steps.length));
    const steps = new Float64Array(room);
    const stamps = new Float64Array(room);
    steps.set(this.steps);
    stamps.set(this.stamps);
    this.steps = steps;
    this.stamps = stamps;
  }
}
