import type { AutomationRef, Firing, RunRef } from "./firing.js";

/** `loss-alert`, or `automation 2` counted from 1 where it has no name. */
export function automationName(ref: AutomationRef): string {
  return ref.name ?? `automation ${ref.index + 1}`;
}

/** `baseline (lkowe4hd)`, or the id alone. */
export function runName(run: RunRef): string {
  return run.displayName === undefined || run.displayName === run.id
    ? run.id
    : `${run.displayName} (${run.id})`;
}

/** Where and when: `run baseline (lkowe4hd) at step 12, 2026-11-21T10:00:00Z`. */
export function firingPlace(firing: Firing): string {
  const parts = [
    firing.kind === "artifact"
      ? `${[firing.entity, firing.project, firing.collection].filter((part) => part !== undefined).join("/")}${firing.version === undefined ? "" : `:${firing.version}`}`
      : `run ${runName(firing.run)}`,
    firing.step === undefined ? "" : ` at step ${firing.step}`,
    firing.timestamp === undefined ? "" : `, ${isoTime(firing.timestamp)}`,
  ];
  return parts.join("");
}

/** Seconds since the epoch as UTC to the second, or the number where it isn't a date. */
export function isoTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace(/\.\d+Z$/, "Z");
}
