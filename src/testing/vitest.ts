/**
 * Teaches vitest the matchers `toFire` and `toFireTimes`, and TypeScript that it knows them. Import it in a test, or
 * name it in `setupFiles`.
 */
import { expect } from "vitest";
import { type AutomationMatchers, automationMatchers } from "./automation-matchers.js";

expect.extend(automationMatchers);

declare module "vitest" {
  // biome-ignore lint/suspicious/noExplicitAny: a merged interface needs the parameters of the one it merges with.
  interface Matchers<T = any> extends AutomationMatchers {}
}
