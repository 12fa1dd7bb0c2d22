import { runTestFiles } from "../../test-files/run-test-files.js";
import type { TestReport } from "../../test-files/test-result.js";
import { testFileJsonSchema } from "../../test-files/tests-schema.js";
import type { ExitCode } from "../cli-io.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { writeReports } from "../report/write-reports.js";
import type { TestFlags } from "../test-command.js";
import { usageError } from "../usage-error.js";
import { toCheckResults } from "./to-check-results.js";

/** What `wandb-automations test` does. */
export async function test(
  io: CommandIo,
  files: readonly string[],
  flags: TestFlags,
): Promise<CommandResult> {
  if (flags.schema) {
    const schema = testFileJsonSchema();
    io.out(`${JSON.stringify(schema, undefined, 2)}\n`);
    return { document: { jsonSchema: schema } };
  }
  if (!flags.watch) return await testOnce(io, files, flags);
  const { watchTests } = await import("./watch-tests.js");
  const written = (flags.reporter ?? []).flatMap(({ file }) => file ?? []);
  return await watchTests(io, (signal) => testOnce(io, files, flags, signal), written);
}

/** What was tested, with what is needed to wait for changes. */
export type TestOutcome = CommandResult & { readonly report: TestReport };

async function testOnce(
  io: CommandIo,
  files: readonly string[],
  { run, minCoverage, reporter }: TestFlags,
  signal: AbortSignal = io.signal,
): Promise<TestOutcome> {
  const report = await runTestFiles(files, { cwd: io.cwd, run, signal });
  if (run !== undefined && report.tests.length === 0 && report.broken.length === 0) {
    throw usageError(`No test's name matches ${run}.`, "The pattern is a regular expression; case counts.");
  }
  const { coverage, durationMs } = report;
  const notes = [
    `${coverage.covered} of ${coverage.total} automations covered (${formatPercent(coverage.percent)})`,
    ...uncovered(report),
  ];
  const tooFew = minCoverage !== undefined && coverage.percent < minCoverage;
  if (tooFew) notes.push(io.paint.red(`coverage is below the ${formatPercent(minCoverage)} that are wanted`));
  await writeReports(io, { command: "test", results: toCheckResults(report), notes, durationMs }, reporter);
  const failed = report.failed + report.errors > 0 || tooFew;
  const exitCode: ExitCode = report.broken.length > 0 ? 2 : failed ? 1 : 0;
  const { files: _, ...document } = report;
  return { exitCode, document: { ...document }, report };
}

/** Which automations lack which tests. */
function uncovered({ coverage }: TestReport): string[] {
  return coverage.automations.flatMap(({ name, fires, quiet }) => {
    if (fires > 0 && quiet > 0) return [];
    const lacks =
      fires > 0 ? "one in which it doesn't fire" : quiet > 0 ? "one in which it fires" : "any test";
    return [`${name} lacks ${lacks}`];
  });
}

/** Rounded down: 99.96 % isn't 100 %. */
function formatPercent(percent: number): string {
  return `${Math.floor(percent * 10) / 10} %`;
}
