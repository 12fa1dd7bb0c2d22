import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { junitReport } from "../../../../src/cli/report/junit-report.js";
import { results, SHOWN, surroundings } from "./results.js";

/** What Jenkins' schema (junit-10.xsd) has of what is written, in its order. */
const SCHEMA: Readonly<Record<string, { attributes: string[]; children: string[] }>> = {
  testsuites: {
    attributes: ["name", "time", "tests", "failures", "errors"],
    children: ["testsuite"],
  },
  testsuite: {
    attributes: [
      "name",
      "tests",
      "failures",
      "errors",
      "time",
      "skipped",
      "timestamp",
      "hostname",
      "id",
      "package",
    ],
    children: ["testsuite", "properties", "testcase", "system-out", "system-err"],
  },
  testcase: {
    attributes: ["name", "time", "classname", "group"],
    children: ["skipped", "error", "failure", "system-out", "system-err"],
  },
  skipped: { attributes: ["message", "type"], children: [] },
  failure: { attributes: ["message", "type"], children: [] },
  "system-out": { attributes: [], children: [] },
};

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Parses strictly and holds every element against the schema. */
function parse(xml: string): Element {
  const parser = new SaxesParser();
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element: Element = {
      name,
      attributes: attributes as Record<string, string>,
      children: [],
      text: "",
    };
    const known = SCHEMA[name];
    expect(known, name).toBeDefined();
    for (const attribute of Object.keys(attributes)) expect(known!.attributes).toContain(attribute);
    const parent = open.at(-1)!;
    if (parent !== root) expect(SCHEMA[parent.name]!.children).toContain(name);
    parent.children.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    open.at(-1)!.text += text;
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.write(xml).close();
  return root.children[0]!;
}

describe("junitReport", () => {
  const root = parse(junitReport(results, surroundings()));

  it("counts what it holds, file by file", () => {
    expect(root.attributes).toMatchObject({ tests: "4", failures: "1", errors: "0", time: "1.512" });
    expect(root.children.map(({ attributes }) => attributes)).toMatchObject([
      { name: "tests/a.test.yaml", tests: "2", failures: "1", skipped: "0", time: "1.512" },
      { name: "b.test.yaml", tests: "2", failures: "0", skipped: "1" },
    ]);
  });

  it("says what failed where, with everything hostile in it as text", () => {
    const [passed, failed] = root.children[0]!.children;
    expect(passed!.attributes).toEqual({
      name: "loss-spike › a spike",
      classname: "tests/a.test.yaml",
      time: "0.012",
    });
    expect(passed!.children).toEqual([]);
    const [failure] = failed!.children;
    expect(failure!.attributes.type).toBe("difference");
    expect(failure!.attributes.message).toBe(SHOWN.replace("\n", " "));
    expect(failure!.text).toBe(
      ["tests/a.test.yaml:9", SHOWN, "- run r1 at step 10", "+ run r1 at step 11", SHOWN].join("\n"),
    );
  });

  it("takes a warning for passed and keeps what it says", () => {
    const [warned, skipped] = root.children[1]!.children;
    expect(warned!.children[0]).toMatchObject({
      name: "system-out",
      text: "b.test.yaml:1\nit could not have fired",
    });
    expect(skipped!.children[0]).toMatchObject({ name: "skipped", attributes: { message: "needs a run" } });
  });

  it("is valid without results", () => {
    expect(parse(junitReport({ ...results, results: [] }, surroundings())).children).toEqual([]);
  });
});
