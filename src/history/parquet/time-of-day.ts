import type { TimeUnit } from "hyparquet";

const DIGITS: Readonly<Record<TimeUnit, number>> = { MILLIS: 3, MICROS: 6, NANOS: 9 };

/** A time of day as a text, such as `10:15:00.5`: no number, so that no metric counts it. */
export function timeOfDay(stored: number | bigint | Uint8Array, unit: TimeUnit): unknown {
  if (typeof stored === "object") return stored;
  const digits = DIGITS[unit];
  const text = String(stored).padStart(digits + 1, "0");
  const seconds = Number(text.slice(0, -digits));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const clock = parts.map((part) => String(part).padStart(2, "0")).join(":");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return fraction === "" ? clock : `${clock}.${fraction}`;
}
