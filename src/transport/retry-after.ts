/** `RateLimit-Reset` counts seconds from now; larger values than this are moments, as some gateways send. */
const EARLIEST_EPOCH_SECONDS = 1_000_000_000;

function nonNegative(text: string | null): number | undefined {
  const trimmed = text?.trim() ?? "";
  return /^\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/**
 * Seconds that an answer asks to wait: `Retry-After` (seconds or an HTTP date), else `RateLimit-Reset` (seconds, as
 * W&B documents it). `undefined` where it says nothing that can be understood.
 *
 * @param nowMs milliseconds since the epoch, against which dates are measured.
 */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | undefined {
  const retryAfter = headers.get("retry-after");
  const seconds = nonNegative(retryAfter);
  if (seconds !== undefined) return seconds;
  // HTTP dates always end in GMT; without that check, Date.parse takes almost any text for a date.
  const moment = /\bGMT\s*$/i.test(retryAfter ?? "") ? Date.parse(retryAfter ?? "") : Number.NaN;
  if (!Number.isNaN(moment)) return Math.max(0, (moment - nowMs) / 1000);
  const reset = nonNegative(headers.get("ratelimit-reset") ?? headers.get("x-ratelimit-reset"));
  if (reset === undefined) return undefined;
  return reset >= EARLIEST_EPOCH_SECONDS ? Math.max(0, reset - nowMs / 1000) : reset;
}
