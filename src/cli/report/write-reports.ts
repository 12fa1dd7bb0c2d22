import type { CommandIo } from "../command-io.js";
import type { Reporter, ReporterChoice, ReporterName, Results } from "./reporter.js";
import { writeOutput } from "./write-output.js";

/**
 * Shows results with each of the reporters that were chosen; as a list where none writes to stdout.
 *
 * @throws AutomationsError `USAGE` where a file can't be written
 */
export async function writeReports(
  io: CommandIo,
  results: Results,
  choices: readonly ReporterChoice[] = [],
): Promise<void> {
  const all = choices.some(({ file }) => file === undefined)
    ? choices
    : [{ name: "list" as const }, ...choices];
  const { createColors } = (await import("picocolors")).default;
  for (const { name, file } of all) {
    const reporter = await loadReporter(name);
    if (file === undefined) io.out(reporter(results, io));
    else await writeOutput(io, file, reporter(results, { ...io, paint: createColors(false) }));
  }
}

async function loadReporter(name: ReporterName): Promise<Reporter> {
  switch (name) {
    case "list":
      return (await import("./list-report.js")).listReport;
    case "json":
      return (await import("./json-report.js")).jsonReport;
    case "junit":
      return (await import("./junit-report.js")).junitReport;
    case "github":
      return (await import("./github-report.js")).githubReport;
  }
}
