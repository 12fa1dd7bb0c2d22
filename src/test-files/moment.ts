const SECONDS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;
const ISO = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** What {@link parseDuration} takes, as the end of a sentence. */
export const DURATION_RULE = "must be seconds, or a time such as 90s, 5m, 1h30m or 2d";
/** What {@link parseMoment} takes, as the end of a sentence. */
export const MOMENT_RULE =
  "must be an ISO 8601 time such as 2026-01-01T00:00:00Z, or a time after the start such as 90s, 5m or 2d";

/** Seconds of a duration (`1h30m`, `90s`, or a number of seconds); undefined where it isn't one. */
export function parseDuration(given: string | number): number | undefined {
  if (typeof given === "number") return Number.isFinite(given) && given >= 0 ? given : undefined;
  const text = given.trim();
  if (!DURATION.test(text)) return undefined;
  let seconds = 0;
  for (const [, count, unit] of text.matchAll(PART)) seconds += Number(count) * SECONDS[unit!]!;
  return seconds;
}

/** Seconds since the epoch of a moment, counted from `start` where it is a duration; undefined where it is neither. */
export function parseMoment(given: string | number, start: number): number | undefined {
  const after = parseDuration(given);
  if (after !== undefined) return start + after;
  return typeof given === "string" ? parseIsoTime(given) : undefined;
}

/** Seconds since the epoch of an ISO 8601 time, UTC where it names no zone; undefined where it isn't one. */
export function parseIsoTime(given: string): number | undefined {
  const text = given.trim();
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const hasTime = text.length > "2026-01-01".length;
  const milliseconds = Date.parse(`${text.replace(" ", "T")}${hasTime && match[1] === undefined ? "Z" : ""}`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
