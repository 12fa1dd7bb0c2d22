const DAY = 86_400;

/** The day (UTC) of a time in seconds since the epoch: `2026-11-21`; undefined where no calendar has it. */
export function isoDate(timestamp: number | undefined): string | undefined {
  if (timestamp === undefined) return undefined;
  const date = new Date(Math.floor(timestamp / DAY) * DAY * 1000);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}
