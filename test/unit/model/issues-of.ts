import { formatPath, isValidationError } from "wandb-automations";

/** The issues of the ValidationError that `build` throws: where, in words, to what. */
export function issuesOf(build: () => unknown): Record<string, string> {
  try {
    build();
  } catch (error) {
    if (!isValidationError(error)) throw error;
    return Object.fromEntries(error.issues.map(({ path, message }) => [formatPath(path), message]));
  }
  throw new Error("nothing was refused");
}

/** What JavaScript callers may pass and the types refuse. */
// biome-ignore lint/suspicious/noExplicitAny: that is the point
export const loose = (value: unknown): any => value;
