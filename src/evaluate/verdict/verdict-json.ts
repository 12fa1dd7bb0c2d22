import type { JsonValue } from "../../wire/json.js";
import type { VerdictParts } from "./verdict.js";

/** Name and version of the JSON form; the version rises when a field changes its meaning or goes. */
export const VERDICT_SCHEMA = "wandb-automations/verdict/1";

/** A verdict as JSON. */
export interface VerdictJson {
  readonly schema: typeof VERDICT_SCHEMA;
  readonly fired: boolean;
  readonly firings: JsonValue;
  readonly automations: JsonValue;
  readonly outcomes: JsonValue;
  readonly outcomesOmitted: number;
  readonly warnings: JsonValue;
}

export function verdictJson(verdict: VerdictParts): VerdictJson {
  return {
    schema: VERDICT_SCHEMA,
    fired: verdict.firings.length > 0,
    firings: plain(verdict.firings),
    automations: plain(verdict.automations),
    outcomes: plain(verdict.outcomes),
    outcomesOmitted: verdict.outcomesOmitted,
    warnings: plain(verdict.warnings),
  };
}

/** What JSON can hold, with non-finite numbers as W&B writes them. */
export function plain(value: unknown): JsonValue {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value as JsonValue;
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(entries.map(([key, part]) => [key, plain(part)]));
}
