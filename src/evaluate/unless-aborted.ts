/** Milliseconds for a source to end by itself and clean up, once it is told to stop. */
const PATIENCE = 100;

/**
 * What `work` comes to; or, soon after the signal is aborted, its reason, also where `work` waits for something that
 * never comes. Whoever does the work looks at the signal too, and stops when it can.
 */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  let stop: () => void = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      timer = setTimeout(() => reject(signal.reason), PATIENCE);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
    clearTimeout(timer);
  }
}
