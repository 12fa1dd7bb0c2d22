/**
 * `instanceof` fails when one half of a program loads the ESM build and the other the CommonJS one, so values are
 * told apart by a registered symbol that both builds share.
 */
const BRAND = Symbol.for("wandb-automations/brand");

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
  | "newAutomation"
  | "keptAutomation";

/** Marks `value` as one of the package's own, and freezes it: what a constructor does last. */
export function sealAs(value: object, brand: Brand): void {
  Object.defineProperty(value, BRAND, { value: brand });
  Object.freeze(value);
}

export function hasBrand(value: unknown, brand: Brand): boolean {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === brand;
}
