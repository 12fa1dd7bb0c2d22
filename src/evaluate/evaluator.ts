import { ValidationError } from "../errors/index.js";
import type { HistoryWarning } from "../history/run-history.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { type EvaluationOptions, toSettings } from "./evaluation-options.js";
import { checkEvent, type EvaluatorEvent } from "./evaluator-event.js";
import { type EvaluatorSnapshot, readSnapshot, takeSnapshot } from "./evaluator-snapshot.js";
import { type EventPlan, planEvent } from "./event-plan.js";
import { StreamSession } from "./stream-session.js";
import type { Firing } from "./verdict/firing.js";

const MAX_RUNS = 10_000;

/** Options of `createEvaluator`. */
export interface EvaluatorOptions extends EvaluationOptions {
  /**
   * Runs whose windows are kept. Beyond that runs that ended go first, then those not heard of for longest; one that
   * comes back starts with empty windows, and its 24 hours go on.
   *
   * @defaultValue 10,000
   */
  readonly maxRuns?: number;
  /** Is told of rows that weren't used. */
  readonly onWarning?: (warning: HistoryWarning) => void;
  /** Where another evaluator stopped: what its `snapshot()` gave. Automations that it didn't have start afresh. */
  readonly restore?: EvaluatorSnapshot;
}

/**
 * Automations over a stream of events: each `push` gives what fires. Made by `createEvaluator`; takes compiled
 * automations only.
 *
 * Can go on for weeks: it keeps what the windows of `maxRuns` runs hold, and for each the 24-hour clocks.
 * The values of a row are judged as they come. A row that has the step of the last one belongs to it: the
 * values it brings take the place of those there were, and what has fired has fired.
 */
export class Evaluator {
  readonly #plans: readonly EventPlan[];
  readonly #session: StreamSession;

  /** @throws EvaluationError, ValidationError as `createEvaluator` */
  constructor(automations: readonly CompiledAutomation[], options: EvaluatorOptions = {}) {
    const { maxRuns = MAX_RUNS, onWarning = () => {}, restore } = options;
    if (!Number.isInteger(maxRuns) || maxRuns < 1) {
      const message = `must be a positive integer, got ${String(maxRuns)}`;
      throw new ValidationError("The evaluator's options", [
        { code: "invalid_option", path: ["maxRuns"], message },
      ]);
    }
    this.#plans = automations.map(planEvent);
    this.#session = new StreamSession(this.#plans, toSettings(options), maxRuns, onWarning);
    if (restore !== undefined) this.#session.restore(readSnapshot(this.#plans, restore));
  }

  /**
   * Takes an event and gives what it fires, in the order of the automations.
   *
   * @throws EvaluationError when it isn't an event.
   */
  push(event: EvaluatorEvent): Firing[] {
    checkEvent(event);
    switch (event.kind) {
      case "row":
        return this.#session.row(event.run, event.row);
      case "runState":
        return this.#session.state(event.run, event.state, event.timestamp);
      case "artifact":
        return this.#session.artifact(event);
      case "runEnded":
        this.#session.ended(event.run);
        return [];
    }
  }

  /** How many runs it keeps windows of. */
  get runs(): number {
    return this.#session.size;
  }

  /** All that is needed to go on elsewhere or later, as a value that JSON can hold. */
  snapshot(): EvaluatorSnapshot {
    return takeSnapshot(this.#plans, this.#session);
  }
}
