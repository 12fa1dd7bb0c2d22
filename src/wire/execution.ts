import type { JsonObject } from "./json.js";

/** What became of one firing of an automation: {@link https://docs.wandb.ai | W&B} calls it an execution. */
export interface Execution {
  readonly id: string;
  readonly triggerId: string | null;
  /** The automation's name when it fired. */
  readonly name: string;
  /** ISO 8601. */
  readonly createdAt: string;
  /** `PENDING`, `FINISHED`, `FAILED`; a newer server's own where it isn't known. */
  readonly state: string;
  /** What happened: `eventType` and its details, as the server has them. */
  readonly event: { readonly eventType: string; readonly data: JsonObject | null } | null;
  /** What was done: `actionType` and its arguments. */
  readonly action: { readonly actionType: string; readonly data: JsonObject | null } | null;
  /** How it went: `resultType` (`DEFAULT`, `HTTP_RESPONSE`, `QUEUE_JOB`) and its details. */
  readonly result: { readonly resultType: string; readonly data: JsonObject | null } | null;
}
