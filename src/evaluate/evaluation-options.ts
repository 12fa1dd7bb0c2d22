import { ValidationError, type ValidationIssue } from "../errors/index.js";

/** How conditions are evaluated. The defaults are the project's semantics; anything else is a departure. */
export interface EvaluationOptions {
  /**
   * `"wait"` evaluates nothing until a window is full. `"evaluate"` goes by the values there are: one for a
   * threshold, a full current window and one prior value for a change, two baseline values for a z-score.
   *
   * @defaultValue `"wait"`
   */
  readonly partialWindows?: "wait" | "evaluate";
  /**
   * `"propagate"`: a NaN in a window makes the verdict false. `"skip"`: NaN counts as not logged.
   *
   * @defaultValue `"propagate"`
   */
  readonly nan?: "propagate" | "skip";
  /**
   * Whether windows start empty when a run is resumed: when it goes back to running after it ended, or comes a
   * second time in a history.
   *
   * @defaultValue `false`
   */
  readonly resetOnResume?: boolean;
}

/** Something that a verdict can keep besides firings and counts; each costs memory per logged value. */
export type Collected = "satisfied" | "series";

/** Options of `dryRun`. */
export interface DryRunOptions extends EvaluationOptions {
  /** Stops the dry run; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** What to keep: the steps at which conditions held, the metrics' values. */
  readonly collect?: readonly Collected[] | Collected;
  /**
   * How many outcomes (automation × run) the verdict lists; the rest is only counted.
   *
   * @defaultValue 100,000
   */
  readonly maxOutcomes?: number;
}

/** {@link EvaluationOptions} with every default filled in. */
export interface EvaluationSettings {
  readonly partialWindows: boolean;
  readonly skipNaN: boolean;
  readonly resetOnResume: boolean;
}

const CHOICES = {
  partialWindows: ["wait", "evaluate"],
  nan: ["propagate", "skip"],
  resetOnResume: [true, false],
} as const;

/** @throws ValidationError when an option has a value that it can't take. */
export function toSettings(options: EvaluationOptions): EvaluationSettings {
  const issues: ValidationIssue[] = [];
  for (const [name, allowed] of Object.entries(CHOICES)) {
    const given = options[name as keyof typeof CHOICES];
    if (given !== undefined && !(allowed as readonly unknown[]).includes(given)) {
      const wanted = allowed.map((one) => JSON.stringify(one)).join(" or ");
      issues.push({
        code: "invalid_option",
        path: [name],
        message: `must be ${wanted}, got ${String(given)}`,
      });
    }
  }
  if (issues.length > 0) throw new ValidationError("The evaluation options", issues);
  return {
    partialWindows: options.partialWindows === "evaluate",
    skipNaN: options.nan === "skip",
    resetOnResume: options.resetOnResume ?? false,
  };
}

/** @throws ValidationError when something is asked for that can't be collected. */
export function toCollected({ collect }: DryRunOptions): ReadonlySet<Collected> {
  const given = new Set([collect ?? []].flat());
  const odd = [...given].find((one) => one !== "satisfied" && one !== "series");
  if (odd === undefined) return given;
  const message = `must be "satisfied" or "series", got ${JSON.stringify(odd)}`;
  throw new ValidationError("The dry-run options", [{ code: "invalid_option", path: ["collect"], message }]);
}
