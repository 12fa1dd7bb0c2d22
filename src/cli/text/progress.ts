import type { CommandIo } from "../command-io.js";

/** A bar on stderr for long work. */
export interface Progress {
  /** Says how much is done. */
  readonly update: (done: number) => void;
  /** Says how much there is, where it wasn't known. Nothing is done by then. */
  readonly expect: (total: number) => void;
  /** Takes the bar away. Call it also when the work fails. */
  readonly stop: () => void;
}

const NONE: Progress = { update: () => {}, expect: () => {}, stop: () => {} };

/**
 * Shows how far long work is: on a terminal, on stderr, and nowhere else.
 *
 * @param label what is going on, as `applying`
 * @param total how much `done` will be in the end; 0 where nobody knows, for a count without a bar
 */
export async function showProgress(io: CommandIo, label: string, total: number): Promise<Progress> {
  if (!io.isTty || io.json || !process.stderr.isTTY) return NONE;
  const { SingleBar } = (await import("cli-progress")).default;
  const start = (expected: number) => {
    const made = new SingleBar({
      format: expected > 0 ? `${label} {bar} {value}/{total}` : `${label} {value}`,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      barsize: Math.max(10, Math.min(40, io.columns - label.length - 24)),
      stream: process.stderr,
      hideCursor: true,
      clearOnComplete: true,
      gracefulExit: false,
    });
    made.start(expected, 0);
    return made;
  };
  let bar = start(total);
  let expected = total;
  return {
    update: (done) => bar.update(done),
    expect(now) {
      if (now === expected) return;
      bar.stop();
      expected = now;
      bar = start(now);
    },
    stop: () => bar.stop(),
  };
}
