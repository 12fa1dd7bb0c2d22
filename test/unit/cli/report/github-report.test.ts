import { describe, expect, it } from "vitest";
import { githubReport } from "../../../../src/cli/report/github-report.js";
import { results, SHOWN, surroundings } from "./results.js";

/** Reads workflow commands as GitHub's runner does (ActionCommand.TryParseV2). */
function commands(text: string) {
  const decode = (value: string) =>
    value
      .replaceAll("%0D", "\r")
      .replaceAll("%0A", "\n")
      .replaceAll("%3A", ":")
      .replaceAll("%2C", ",")
      .replaceAll("%25", "%");
  return text
    .split("\n")
    .filter((line) => line.trimStart().startsWith("::"))
    .map((line) => {
      const end = line.indexOf("::", 2);
      const [name = "", ...rest] = line.slice(2, end).split(" ");
      const properties = rest
        .join(" ")
        .split(",")
        .map((pair) => pair.split(/=(.*)/s) as [string, string]);
      return {
        name,
        properties: Object.fromEntries(properties.map(([key, value]) => [key, decode(value)])),
        message: decode(line.slice(end + 2)),
      };
    });
}

describe("githubReport", () => {
  it("annotates what failed and what warns, and nothing else", () => {
    const [failed, warned, ...rest] = commands(githubReport(results, surroundings()));
    expect(rest).toEqual([]);
    expect(failed).toEqual({
      name: "error",
      properties: { file: "tests/a.test.yaml", line: "9", title: SHOWN },
      message: [SHOWN, "- run r1 at step 10", "+ run r1 at step 11", SHOWN].join("\n"),
    });
    expect(warned).toMatchObject({ name: "warning", message: "it could not have fired" });
  });

  it("gives paths from the workspace, whatever the working directory is", () => {
    const [failed] = commands(githubReport(results, surroundings({ GITHUB_WORKSPACE: "/repo" })));
    expect(failed!.properties.file).toBe("models/tests/a.test.yaml");
    const [outside] = commands(githubReport(results, surroundings({ GITHUB_WORKSPACE: "/other" })));
    expect(outside!.properties.file).toBe("tests/a.test.yaml");
  });

  it("never lets a line of plain text become a command", () => {
    const text = githubReport(
      { ...results, results: [], notes: ["::error::planted", "a\n::error::b"] },
      surroundings(),
    );
    expect(commands(text)).toEqual([]);
    expect(text).toContain("error::planted");
  });
});
