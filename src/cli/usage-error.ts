import { AutomationsError } from "../errors/index.js";

/** The command line can't be carried out as it was given. Exit code 2. */
export function usageError(message: string, hint?: string): AutomationsError {
  return new AutomationsError("USAGE", message, hint === undefined ? {} : { hint });
}
