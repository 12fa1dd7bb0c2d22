const SHOWN = 60;

/** What a value is, in a few words, for messages about one that shouldn't be there. */
export function shownValue(value: unknown): string {
  if (typeof value === "bigint") return `the BigInt ${String(value).slice(0, SHOWN)}`;
  if (typeof value === "string") return JSON.stringify(value.slice(0, SHOWN));
  if (typeof value === "function") return "a function";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}
