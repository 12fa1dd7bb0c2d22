import type { EvaluationSettings } from "../evaluation-options.js";

/** How a run is evaluated. */
export interface RunSettings extends EvaluationSettings {
  /** Values judged at once: 1 gives firings as soon as they happen. */
  readonly batch: number;
  /**
   * Whether the run may change while it is evaluated, so that its filter is checked at every firing and all
   * windows are kept meanwhile; else it is checked once, and a run it excludes isn't looked at.
   */
  readonly live?: boolean;
  /** Whether the closest misses are wanted: by default where the run can't change. */
  readonly trackClosest?: boolean;
  readonly collectSatisfied?: boolean;
  readonly collectSeries?: boolean;
}
