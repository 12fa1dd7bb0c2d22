import { expect as jestExpect } from "expect";
import { expect, expectTypeOf } from "vitest";
import type { NewAutomation } from "wandb-automations";
import { automationMatchers, type RunHistory } from "wandb-automations/testing";
import "wandb-automations/testing/jest";
import "wandb-automations/testing/vitest";

declare const automation: NewAutomation;
declare const history: RunHistory;
declare const jestGlobal: jest.Matchers<void>;

expect.extend(automationMatchers);
jestExpect.extend(automationMatchers);

expectTypeOf(expect(automation).toFire(history)).toEqualTypeOf<Promise<void>>();
expectTypeOf(expect(automation).not.toFire(history, { run: "r", because: "nan" })).toEqualTypeOf<
  Promise<void>
>();
expectTypeOf(jestExpect(automation).toFireTimes(history, 2, { run: "r" })).toEqualTypeOf<Promise<void>>();
expectTypeOf(jestExpect(automation).not.toFire([history])).toEqualTypeOf<Promise<void>>();
expectTypeOf(jestGlobal.toFire(history, { step: 3, times: 1 })).toEqualTypeOf<Promise<void>>();

// @ts-expect-error a history is needed
expect(automation).toFire();
// @ts-expect-error there is no such kind of blocker
expect(automation).toFire(history, { because: "luck" });
// @ts-expect-error how often is needed
jestExpect(automation).toFireTimes(history);
