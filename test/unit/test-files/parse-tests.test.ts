import { describe, expect, it } from "vitest";
import { defineTests, TestFileError, testFileJsonSchema } from "wandb-automations/test-files";
import { parseTests } from "../../../src/test-files/parse-tests.js";
import { parseYaml } from "../../../src/test-files/yaml-source.js";

/** `line:column path message` of everything that is wrong with a file. */
async function problems(text: string): Promise<string[]> {
  const source = await parseYaml("t.yaml", text);
  return parseTests(source.value, "file").issues.map(({ about, path, message }) => {
    const { line, column } = source.place(path, about);
    return `${line}:${column} ${path.join(".")} ${message}`;
  });
}

/** What is wrong with one test, given from its second line on. */
const inTest = (body: string) => problems(`tests:\n  - name: x\n    ${body.replaceAll("\n", "\n    ")}\n`);

describe("parseTests", () => {
  it("points at every key that isn't known, with the one that was meant", async () => {
    const found = await problems(`automation: a.ts
tests:
  - name: x
    automations: y
    run: []
    runs:
      - { id: a, name: b, series: { loss: "1" }, job_type: c, nonsense: 1 }
    expect:
      - { runs: a, steps: 3 }
`);
    expect(found.sort()).toEqual([
      "1:1 automation isn't a key of a test file; did you mean automations?",
      "4:5 tests.0.automations isn't a key of a test; did you mean automation?",
      "5:5 tests.0.run isn't a key of a test; did you mean runs?",
      "7:18 tests.0.runs.0.name isn't a key of a run; did you mean displayName?",
      "7:50 tests.0.runs.0.job_type isn't a key of a run; did you mean jobType?",
      expect.stringMatching(
        /^7:63 tests\.0\.runs\.0\.nonsense isn't a key of a run; there are id, displayName/,
      ),
      "9:11 tests.0.expect.0.runs isn't a key of an expected firing; did you mean run?",
      "9:20 tests.0.expect.0.steps isn't a key of an expected firing; did you mean step?",
    ]);
  });

  it.each([
    ["expect: nothing", '3:13 tests.0.expect must be `none` or a list of firings, got "nothing"'],
    ["expect: []", "3:13 tests.0.expect is empty; write `expect: none` where nothing may fire, got []"],
    ["expect: [{ step: 1.5 }]", "3:22 tests.0.expect.0.step must be a whole number, got 1.5"],
    ["expect: [{ step: -1 }]", "3:22 tests.0.expect.0.step must be 0 or more, got -1"],
    [
      "expect: [{ times: 0 }]",
      "3:23 tests.0.expect.0.times must be 1 or more; write `expect: none` where nothing may fire, got 0",
    ],
    [
      "expect: [{ at: noon }]",
      expect.stringMatching(/^3:20 tests\.0\.expect\.0\.at must be an ISO 8601 time .*, got "noon"$/),
    ],
    ["expect: [{ within: 1 }]", "3:16 tests.0.expect.0.within is about `compared`, which isn't given"],
    ["runs: [{}]", "2:5 tests.0.expect is missing; it must be `none` or a list of firings"],
    [
      "because: condition\nexpect: [{}]",
      "3:5 tests.0.because says what keeps it from firing, so it only goes with `expect: none`",
    ],
    [
      "because: boredom\nexpect: none",
      expect.stringContaining("tests.0.because must be one of disabled, scope"),
    ],
    [
      "runs: [{ interval: -1 }]\nexpect: none",
      expect.stringContaining("3:24 tests.0.runs.0.interval must be seconds, or a time such as"),
    ],
    [
      'runs: [{ series: { loss: "1 2z" } }]\nexpect: none',
      '3:30 tests.0.runs.0.series.loss can\'t be read: character 3: "2z" is no value',
    ],
    [
      "runs: [{ series: { loss: 3 } }]\nexpect: none",
      "3:30 tests.0.runs.0.series.loss must be text in the notation of series: put it in quotes, got 3",
    ],
    [
      'runs: [{ series: {loss: "1"}, rows: [] }]\nexpect: none',
      "3:35 tests.0.runs.0.rows can't be given beside series",
    ],
    [
      "runs: [{ history: a, start: 1h }]\nexpect: none",
      expect.stringContaining("3:26 tests.0.runs.0.start has no effect"),
    ],
    [
      "runs: [{ pick: a }]\nexpect: none",
      expect.stringContaining("tests.0.runs.0.pick chooses a run of `history`"),
    ],
    [
      "events: [{ change: aliased }]\nexpect: none",
      expect.stringContaining("tests.0.events.0.change must be one of created, linked"),
    ],
    [
      "events: [{ change: linked }]\nexpect: none",
      "3:14 tests.0.events.0 names no collection: give `artifact`, or `collection`",
    ],
    [
      "events: [{ change: linked, artifact: a/b/c/d }]\nexpect: none",
      expect.stringContaining("tests.0.events.0.artifact must be entity/project/collection:version"),
    ],
    [
      "events: [{ change: linked, artifact: a/b/c, alias: x, version: v1 }]\nexpect: none",
      expect.stringContaining("tests.0.events.0.version can't be given beside artifact"),
    ],
    ["expect: none", "2:5 tests.0 has no runs and no events: nothing could fire, whatever the automation is"],
    [
      "options: { nan: drop }\nruns: [{}]\nexpect: none",
      expect.stringContaining("tests.0.options.nan must be one of propagate, skip"),
    ],
  ])("refuses %s", async (body, problem) => {
    expect(await inTest(body)).toEqual(expect.arrayContaining([problem]));
  });

  it.each([
    ["[]", "1:1  must be a test file: an object with automations, start, tests, got []"],
    ["", "1:1  must be a test file: an object with automations, start, tests, got null"],
    ["tests: []", "1:8 tests is empty: there is nothing to test, got []"],
    [
      "start: today\ntests: [{name: x, runs: [{}], expect: none}]",
      '1:8 start must be an ISO 8601 time such as 2026-01-01T00:00:00Z, got "today"',
    ],
  ])("refuses a file that is %j", async (text, problem) => {
    expect(await problems(text)).toEqual([problem]);
  });

  it("reads anchors, merges and JSON, and points into them", async () => {
    const text = `shared: &run { id: a }
tests: [{ name: x, runs: [{ <<: *run, series: { a: "1" } }], expect: none }]`;
    expect(await problems(text)).toEqual([expect.stringContaining("1:1 shared isn't a key of a test file")]);
    expect(await problems('{"tests":[{"name":"x","runs":[{}],"expect":"none"}]}')).toEqual([]);
  });
});

describe("parseYaml", () => {
  it.each([
    ["a: 1\na: 2", "t.yaml:2:1"],
    ["a: [", "t.yaml:1:5"],
    ["a: !weird 1", "t.yaml:1:4"],
    ["a: *nowhere", "t.yaml:1"],
  ])("says where %j isn't YAML", async (text, place) => {
    await expect(parseYaml("t.yaml", text)).rejects.toThrow(place);
  });

  it("isn't brought down by aliases of aliases", async () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `a${i}: &a${i} [${Array(12).fill(i === 0 ? 1 : `*a${i - 1}`)}]`,
    );
    await expect(parseYaml("t.yaml", levels.join("\n"))).rejects.toBeInstanceOf(TestFileError);
  });
});

describe("defineTests", () => {
  it("refuses what can't be, all at once", () => {
    const given = { tests: [{ name: "", runs: [{}], expect: "none", automation: 7 }] } as never;
    expect(() => defineTests(given)).toThrow(TestFileError);
    expect(() => defineTests(given)).toThrow(
      /2 problems:[\s\S]*tests\[0\]\.name[\s\S]*tests\[0\]\.automation must be an automation/,
    );
  });
});

describe("testFileJsonSchema", () => {
  it("describes what the parser takes", () => {
    const schema = testFileJsonSchema() as {
      properties: Record<string, { items: { properties: object; required: string[] } }>;
    };
    expect(schema).toMatchObject({ additionalProperties: false, required: ["tests"] });
    const test = schema.properties.tests!.items;
    expect(test.required).toEqual(["name", "expect"]);
    expect(test).toMatchObject({
      additionalProperties: false,
      properties: {
        name: { type: "string", description: expect.any(String) },
        expect: { anyOf: [{ const: "none" }, { type: "array" }] },
        runs: { items: { properties: { interval: { type: ["string", "number"] } } } },
      },
    });
  });
});
