import { element, type Markup, text } from "../../evaluate/picture/markup.js";
import { shorten } from "../../evaluate/picture/printable.js";
import type { CheckResult } from "./check-result.js";
import { countResults, type Reporter, resultTitle } from "./reporter.js";

const MAX_MESSAGE = 1000;

/**
 * Results as JUnit's XML: elements and attributes are those that Jenkins' schema has, which others read too. A suite is
 * a file. What XML can't hold, control characters, becomes U+FFFD.
 */
export const junitReport: Reporter = ({ command, results, durationMs }) => {
  const files = new Map<string, CheckResult[]>();
  for (const result of results) {
    const name = result.file ?? command;
    files.set(name, [...(files.get(name) ?? []), result]);
  }
  const { failed } = countResults(results);
  const root = element(
    "testsuites",
    {
      name: `wandb-automations ${command}`,
      tests: `${results.length}`,
      failures: `${failed}`,
      errors: "0",
      time: seconds(durationMs),
    },
    ...[...files].map(([name, some]) => suite(name, some)),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
};

function suite(name: string, results: readonly CheckResult[]): Markup {
  const { failed, skipped } = countResults(results);
  const time = results.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
  return element(
    "testsuite",
    {
      name,
      tests: `${results.length}`,
      failures: `${failed}`,
      errors: "0",
      skipped: `${skipped}`,
      time: seconds(time),
    },
    ...results.map((result) => testcase(name, result)),
  );
}

function testcase(classname: string, result: CheckResult): Markup {
  const attributes = { name: resultTitle(result), classname, time: seconds(result.durationMs ?? 0) };
  const message = shorten(result.message ?? "", MAX_MESSAGE);
  const place = [result.file, result.line].filter((part) => part !== undefined).join(":");
  const body = [place, result.message, ...(result.details ?? []), result.docsUrl]
    .filter((line) => line !== undefined && line !== "")
    .join("\n");
  switch (result.status) {
    case "passed":
      return element("testcase", attributes);
    case "skipped":
      return element("testcase", attributes, element("skipped", { message }));
    case "warning":
      return element("testcase", attributes, element("system-out", {}, text(body)));
    case "failed":
      return element(
        "testcase",
        attributes,
        element("failure", { message, type: result.rule ?? "failure" }, text(body)),
      );
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}
