/** What every code means. One table, so that docs, CLI exit codes and retry rules can't disagree. */
interface CodeFacts {
  /** One line for people. */
  readonly summary: string;
  /** Whether the same call may succeed if made again later, unchanged. */
  readonly retryable: boolean;
  /** Exit code of the command line. */
  readonly exitCode: 1 | 2 | 4;
}

/**
 * The codes that {@link ERROR_CODES} says may be retried. On their own because every error asks for this, and the
 * table would come along into every bundle.
 */
export const RETRYABLE_CODES: readonly string[] = ["CONNECTION", "TIMEOUT", "RATE_LIMITED", "SERVER"];

export const ERROR_CODES = {
  VALIDATION: { summary: "What was given can't be an automation.", retryable: false, exitCode: 2 },
  EVENT_AWAITED: {
    summary: "An event was awaited or resolved as if it were a promise.",
    retryable: false,
    exitCode: 2,
  },
  MISSING_DEPENDENCY: {
    summary: "An optional package is needed and isn't installed.",
    retryable: false,
    exitCode: 2,
  },
  AUTH_MISSING: { summary: "No API key was found.", retryable: false, exitCode: 2 },
  AUTH_MALFORMED: { summary: "The API key can't be one.", retryable: false, exitCode: 2 },
  CONFIG_INVALID: {
    summary: "A setting, environment variable or settings file can't be used.",
    retryable: false,
    exitCode: 2,
  },
  USAGE: { summary: "The command line can't be carried out as it was given.", retryable: false, exitCode: 2 },
  FILES: { summary: "A file with automations can't be loaded.", retryable: false, exitCode: 2 },
  UNSUPPORTED_BY_SERVER: { summary: "The server can't do this.", retryable: false, exitCode: 4 },
  CONNECTION: { summary: "The server couldn't be reached.", retryable: true, exitCode: 4 },
  TIMEOUT: { summary: "The server didn't answer in time.", retryable: true, exitCode: 4 },
  ABORTED: { summary: "The call was cancelled by its signal.", retryable: false, exitCode: 4 },
  AUTHENTICATION: { summary: "The server refused the API key.", retryable: false, exitCode: 4 },
  PERMISSION: { summary: "The key may not do this.", retryable: false, exitCode: 4 },
  NOT_FOUND: { summary: "It isn't there.", retryable: false, exitCode: 4 },
  CONFLICT: { summary: "The name is taken.", retryable: false, exitCode: 4 },
  RATE_LIMITED: { summary: "Too many requests.", retryable: true, exitCode: 4 },
  SERVER: { summary: "The server failed.", retryable: true, exitCode: 4 },
  GRAPHQL: { summary: "The server answered with GraphQL errors.", retryable: false, exitCode: 4 },
  UNEXPECTED_RESPONSE: {
    summary: "The server's answer isn't what its schema promises.",
    retryable: false,
    exitCode: 4,
  },
  EVALUATION: { summary: "The automation can't be evaluated.", retryable: false, exitCode: 2 },
  HISTORY: { summary: "A run's history can't be read.", retryable: false, exitCode: 2 },
  DISPOSED: { summary: "It was closed and can't be used any more.", retryable: false, exitCode: 2 },
} as const satisfies Record<string, CodeFacts>;

/** A stable, documented identifier of what went wrong. */
export type ErrorCode = keyof typeof ERROR_CODES;
