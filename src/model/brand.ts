/**
 * `instanceof` fails when one half of a program loads the ESM build and the other the CommonJS one, so values are
 * told apart by a registered symbol that both builds share.
 */
export const BRAND = Symbol.for("wandb-automations/brand");

export type Brand =
  | "event"
  | "action"
  | "filter"
  | "metricFilter"
  | "stateFilter"
  | "runMetricFilter"
  | "runStateFilter"
  | "integration"
  | "automation"
  | "newAutomation";

export function hasBrand(value: unknown, brand: Brand): boolean {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === brand;
}
