/** `skip`: it couldn't be checked, or needn't be there. */
export type CheckStatus = "ok" | "warn" | "fail" | "skip";

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly status: CheckStatus;
  /** What was found, on one line. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}
