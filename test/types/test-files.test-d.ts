import { series } from "../../src/history.js";
import type { NewAutomation } from "../../src/index.js";
import { defineTests } from "../../src/test-files.js";

declare const automation: NewAutomation;
const name = "a test";
const runs = [series("loss", "1 2")];

// Automations and runs as they are in code, or in the words of YAML.
defineTests({ tests: [{ name, automation, runs, expect: [{ run: "run", step: 1 }] }] });
defineTests({
  tests: [{ name, automation: "loss-spike", runs: [{ id: "a", state: "failed" }], expect: "none" }],
});
defineTests({
  tests: [{ name, events: [{ artifact: "a/b/c:v1", change: "linked", at: "5m" }], expect: [{}] }],
});

// Keys that aren't known, and words that aren't, are found by the compiler.
// @ts-expect-error
defineTests({ tests: [{ name, runs, expects: "none" }] });
// @ts-expect-error
defineTests({ tests: [{ name, runs, expect: "nothing" }] });
// @ts-expect-error
defineTests({ tests: [{ name, runs, expect: [{ steps: 1 }] }] });
// @ts-expect-error
defineTests({ tests: [{ name, runs, expect: "none", because: "boredom" }] });
// @ts-expect-error
defineTests({ tests: [{ name, events: [{ collection: "c", change: "moved" }], expect: "none" }] });
// @ts-expect-error
defineTests({ tests: [{ name, automation: 7, runs, expect: "none" }] });
