import { ValidationError } from "../../errors/index.js";
import type { BusiestDay } from "./busiest-day.js";

/** @throws ValidationError for a budget of firings a day that isn't a number, 0 or more */
export function checkBudget(subject: string, maxFiringsPerDay: number | undefined): void {
  if (maxFiringsPerDay === undefined) return;
  if (typeof maxFiringsPerDay === "number" && maxFiringsPerDay >= 0) return;
  const message = `must be a number, 0 or more, got ${String(maxFiringsPerDay)}`;
  throw new ValidationError(subject, [{ code: "invalid_option", path: ["maxFiringsPerDay"], message }]);
}

/** Whether a day has more firings than the budget allows. */
export function isOver(maxFiringsPerDay: number | undefined, busiest: BusiestDay | undefined): boolean {
  return maxFiringsPerDay !== undefined && (busiest?.firings ?? 0) > maxFiringsPerDay;
}
