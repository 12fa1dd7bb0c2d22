import type { CommandIo } from "../command-io.js";

/** A bar on stderr for long work. */
export interface Progress {
  /** Says how much is done. */
  readonly update: (done: number) => void;
  /** Takes the bar away. Call it also when the work fails. */
  readonly stop: () => void;
}

const NONE: Progress = { update: () => {}, stop: () => {} };

/**
 * Shows how far long work is: on a terminal, on stderr, and nowhere else.
 *
 * @param label what is going on, as `applying`
 * @param total how much `done` will be in the end; 0 where nobody knows, for a count without a bar
 */
export async function showProgress(io: CommandIo, label: string, total: number): Promise<Progress> {
  if (!io.isTty || io.json || !process.stderr.isTTY) return NONE;
  const { SingleBar } = (await import("cli-progress")).default;
  const bar = new SingleBar({
    format: total > 0 ? `${label} {bar} {value}/{total}` : `${label} {value}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: Math.max(10, Math.min(40, io.columns - label.length - 24)),
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
