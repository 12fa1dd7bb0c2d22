import type { LoadedAutomations } from "../../files/load-automations.js";
import type { LoadProblem } from "../../files/load-problem.js";
import type { Finding, Severity } from "../../lint/finding.js";
import type { CheckResult } from "../report/check-result.js";

const STATUS: Readonly<Record<Severity, CheckResult["status"]>> = {
  error: "failed",
  warning: "warning",
  info: "passed",
};

/** A result for each problem and each finding, and one for each automation that nothing is said of. In file order. */
export function toCheckResults(
  { automations, kept, problems }: LoadedAutomations,
  findings: readonly Finding[],
): CheckResult[] {
  const told = new Set<Finding>();
  const results: CheckResult[] = [
    ...problems.map(fromProblem),
    ...[...automations, ...kept].flatMap(({ name, file, line }): CheckResult[] => {
      const said = findings.filter(
        (finding) =>
          !told.has(finding) && finding.automation === name && finding.file === file && finding.line === line,
      );
      for (const finding of said) told.add(finding);
      const at = { file, ...(line === undefined ? {} : { line }) };
      return said.length > 0 ? said.map(fromFinding) : [{ name, ...at, status: "passed" }];
    }),
  ];
  const files = [...new Set(results.map(({ file }) => file))].sort();
  return files.flatMap((file) => results.filter((result) => result.file === file));
}

function fromProblem({ file, line, severity, message, hint }: LoadProblem): CheckResult {
  return {
    name: file,
    file,
    ...(line === undefined ? {} : { line }),
    status: STATUS[severity],
    message,
    ...(hint === undefined ? {} : { details: [hint] }),
  };
}

function fromFinding({
  automation,
  file,
  line,
  severity,
  message,
  given,
  expected,
  rule,
  docsUrl,
}: Finding): CheckResult {
  const details = [
    ...(given === undefined ? [] : [`given: ${given}`]),
    ...(expected === undefined ? [] : [`better: ${expected}`]),
  ];
  return {
    name: automation,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    status: STATUS[severity],
    message: severity === "info" ? `info: ${message}` : message,
    details,
    rule,
    docsUrl,
  };
}
