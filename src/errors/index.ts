export {
  AutomationsError,
  type ErrorOptions,
  hasErrorCode,
  isAutomationsError,
} from "./automations-error.js";
export { ERROR_CODES, type ErrorCode } from "./codes.js";
export { EventAwaitedError } from "./event-awaited-error.js";
export {
  EvaluationError,
  HistoryError,
  type HistoryLocation,
  MissingDependencyError,
} from "./local-errors.js";
export {
  AuthError,
  ServerError,
  type ServerErrorOptions,
  TransportError,
  UnexpectedResponseError,
  UnsupportedByServerError,
} from "./server-errors.js";
export {
  formatPath,
  issuesText,
  isValidationError,
  ValidationError,
  type ValidationIssue,
} from "./validation-error.js";
