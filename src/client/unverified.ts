import { UnsupportedByServerError } from "../errors/index.js";
import type { Call } from "../transport/call.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { SERVER_FEATURES } from "../wire/documents.js";
import { parseEventFilter } from "../wire/event-filter.js";
import type { Session } from "./session.js";

/** What no W&B server is known to accept about an automation, in words; `undefined` if there is nothing. */
function unverifiedPart({ eventType, eventFilter }: CompiledAutomation): string | undefined {
  const spec = parseEventFilter(eventType, eventFilter);
  const usesSum = spec.kind === "metric" && "agg" in spec.metric && spec.metric.agg === "SUM";
  return usesSum ? 'the aggregation "sum"' : undefined;
}

/**
 * Refuses what a W&B server may store and then never evaluate, unless the server is this package's emulator.
 *
 * @throws UnsupportedByServerError with the reason.
 */
export async function requireVerified(
  compiled: CompiledAutomation,
  allowUnverified: boolean | undefined,
  session: Session,
  call: Call,
): Promise<void> {
  const part = unverifiedPart(compiled);
  if (part === undefined || allowUnverified) return;
  // Any answer tells what the server is.
  if (session.isEmulator === undefined) await session.run(SERVER_FEATURES, {}, call);
  if (session.isEmulator) return;
  throw new UnsupportedByServerError(
    `No W&B server is known to accept ${part}, and one that stores it may never evaluate it.`,
    {
      hint: "Use average, min or max; dry runs and the emulator know sum. To send it all the same: allowUnverified: true.",
    },
  );
}
