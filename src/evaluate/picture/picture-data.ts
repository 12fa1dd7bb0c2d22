import type { MetricSpec } from "../../wire/event-filter.js";
import type { AutomationRef, Firing } from "../verdict/firing.js";
import type { Outcome } from "../verdict/outcome.js";

/** What pictures need to know of an automation. */
export interface PicturedAutomation {
  readonly automation: AutomationRef;
  /** What it waits for, in words. */
  readonly title: string;
  readonly firings: number;
  readonly runs: number;
  readonly runsFired: number;
  /** The condition, if it is one on a metric. */
  readonly metric?: MetricSpec;
}

/** The parts of a verdict that are drawn. */
export interface PictureData {
  readonly automations: readonly PicturedAutomation[];
  readonly firings: readonly Firing[];
  readonly outcomes: readonly Outcome[];
}

/** How a verdict is drawn. */
export interface PictureOptions {
  /**
   * Width in pixels, from 320 to 4,000. Pictures scale; this decides how much goes side by side.
   *
   * @defaultValue 960
   */
  readonly width?: number;
  /**
   * Runs that get a chart of their own, those that fired first; the rest share one.
   *
   * @defaultValue 24
   */
  readonly maxRuns?: number;
  /**
   * `"auto"` follows the reader's setting.
   *
   * @defaultValue `"auto"`
   */
  readonly theme?: "auto" | "light" | "dark";
}
