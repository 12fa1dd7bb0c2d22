import { expectTypeOf } from "vitest";
import {
  AutomationsError,
  type ErrorCode,
  hasErrorCode,
  isAutomationsError,
  isValidationError,
  ServerError,
  type ValidationIssue,
} from "../../src/errors/index.js";

declare const caught: unknown;

// Guards narrow what `catch` gives.
if (isAutomationsError(caught)) expectTypeOf(caught.code).toEqualTypeOf<ErrorCode>();
if (isValidationError(caught)) expectTypeOf(caught.issues).toEqualTypeOf<readonly ValidationIssue[]>();
if (hasErrorCode(caught, "CONFLICT")) expectTypeOf(caught.code).toEqualTypeOf<"CONFLICT">();

// A code that isn't in the table can't be made or asked for.
// @ts-expect-error
new AutomationsError("NO_SUCH_CODE", "message");
// @ts-expect-error
hasErrorCode(caught, "NO_SUCH_CODE");
// @ts-expect-error
new ServerError("VALIDATION", "message");

// Options that are absent are left out, not undefined.
// @ts-expect-error
new ServerError("CONFLICT", "message", { status: undefined });

// Errors are read-only.
declare const error: AutomationsError;
// @ts-expect-error
error.code = "SERVER";
