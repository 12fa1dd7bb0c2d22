import { AutomationsError } from "../../errors/index.js";

/** What calls on an emulator that was closed get. */
export function closedError(): AutomationsError {
  return new AutomationsError("DISPOSED", "The emulator was closed and can't be used any more.", {
    hint: "Make another one; with the same data file it has everything that this one had.",
  });
}
