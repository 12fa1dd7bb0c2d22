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
  // An instance's mark stands on its class, where the first one puts it: on each it would cost more than all else.
  const shared: object = Object.getPrototypeOf(value);
  const marked = shared === Object.prototype ? value : shared;
  if (!hasBrand(marked, brand)) Object.defineProperty(marked, BRAND, { value: brand });
  Object.freeze(value);
}

export function hasBrand(value: unknown, brand: Brand): boolean {
  return typeof value === "object" && value !== null && (value as Record<symbol, unknown>)[BRAND] === brand;
}
