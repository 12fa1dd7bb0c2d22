/**
 * Teaches jest the matchers `toFire` and `toFireTimes`, and TypeScript that it knows them, with `@types/jest` as with
 * `@jest/globals`. Import it in a test, or name it in `setupFilesAfterEnv`.
 */
// Only with the module loaded can its types be added to.
import type {} from "expect";
import { AutomationsError } from "../errors/index.js";
import { type AutomationMatchers, automationMatchers } from "./automation-matchers.js";

const { expect } = globalThis as { expect?: { extend?: (matchers: object) => void } };
if (typeof expect?.extend !== "function") {
  throw new AutomationsError("VALIDATION", "There is no global `expect` that matchers could be added to.", {
    hint: "With injectGlobals: false, call expect.extend(automationMatchers) with the `expect` of @jest/globals.",
  });
}
expect.extend(automationMatchers);

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: a merged interface needs the parameters of the one it merges with.
    interface Matchers<R, T = {}> extends AutomationMatchers {}
  }
}

declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends AutomationMatchers {}
}
