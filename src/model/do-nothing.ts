import { sealAs } from "./brand.js";

/**
 * Does nothing: to try an event out.
 *
 * @example
 * ```ts
 * import { DoNothing, OnRunState, RunEvent } from "wandb-automations";
 *
 * const event = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") });
 * console.log(`${event.then(new DoNothing())}`);
 * ```
 */
export class DoNothing {
  readonly kind = "noOp";

  constructor() {
    sealAs(this, "action");
  }

  toString(): string {
    return "do nothing";
  }
}
