import { resolve } from "node:path";
import picocolors from "picocolors";
import type { CheckResult } from "../../../../src/cli/report/check-result.js";
import type { Results } from "../../../../src/cli/report/reporter.js";

/** Text that breaks out of every format that doesn't escape it. */
export const HOSTILE = 'a "b" <c> & ]]> %0A \u0000\u001b[31m\u{1f600}\ud800 ::error::x\nline 2, 100%: é';

/** {@link HOSTILE} with what can't be shown safely replaced. */
export const SHOWN = ["\u0000", "\u001b", "\ud800 "].reduce(
  (text, one) => text.replaceAll(one, one.length > 1 ? "\ufffd " : "\ufffd"),
  HOSTILE,
);

const some: readonly CheckResult[] = [
  {
    name: "a spike",
    group: "loss-spike",
    file: "tests/a.test.yaml",
    line: 3,
    status: "passed",
    durationMs: 12,
  },
  {
    name: HOSTILE,
    file: "tests/a.test.yaml",
    line: 9,
    status: "failed",
    message: HOSTILE,
    details: ["- run r1 at step 10", "+ run r1 at step 11", HOSTILE],
    rule: "difference",
    durationMs: 1500,
  },
  { name: "quiet", file: "b.test.yaml", line: 1, status: "warning", message: "it could not have fired" },
  { name: "later", file: "b.test.yaml", status: "skipped", message: "needs a run" },
];

/** Results of every status. */
export const results: Results = {
  command: "test",
  results: some,
  notes: ["coverage 50 %"],
  durationMs: 1512,
};

/** What reporters need of a command's surroundings. */
export const surroundings = (env: Readonly<Record<string, string>> = {}, color = false) => ({
  columns: 80,
  cwd: resolve("/repo/models"),
  env,
  paint: picocolors.createColors(color),
});
