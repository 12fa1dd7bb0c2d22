/** How much a finding matters: an error can't be what was meant, a warning rarely is, info is worth knowing. */
export type Severity = "error" | "warning" | "info";

/** Something about an automation that is probably not as it was meant. */
export interface Finding {
  /** The rule's name, a section of docs/lint.md. */
  readonly rule: string;
  readonly severity: Severity;
  /** The automation's name. */
  readonly automation: string;
  /** Which part of it: `action.payload`, `event.filter`, `scope`. */
  readonly path: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What was given, without secrets. */
  readonly given?: string;
  /** What would be right, or what to do. */
  readonly expected?: string;
  readonly docsUrl: string;
  /** Where it is written, as far as it is known. */
  readonly file?: string;
  /** Counts from 1. */
  readonly line?: number;
}
