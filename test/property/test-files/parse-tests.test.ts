import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseTests } from "../../../src/test-files/parse-tests.js";
import { TestFileError } from "../../../src/test-files/test-file-error.js";
import { parseYaml } from "../../../src/test-files/yaml-source.js";

const good = {
  automations: ["a.ts"],
  start: "2026-01-01",
  tests: [
    {
      name: "x",
      automation: "y",
      runs: [
        { id: "r", series: { loss: "1 2" }, interval: "60s" },
        { history: "a.wandb", tags: ["t"] },
      ],
      events: [{ artifact: "a/b/c:v1", change: "linked", at: 5 }],
      expect: [{ run: "r", step: 1, times: 2 }],
      options: { nan: "skip" },
    },
  ],
};

type Path = readonly (string | number)[];

/** The paths of everything in a value. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, part]) =>
      pathsOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

/** The value with the part at a path replaced. */
function replaced(value: unknown, [first, ...rest]: Path, by: unknown): unknown {
  if (first === undefined) return by;
  if (Array.isArray(value)) return value.map((part, i) => (i === first ? replaced(part, rest, by) : part));
  const object = value as Record<string, unknown>;
  return { ...object, [first]: replaced(object[first], rest, by) };
}

describe("parseTests", () => {
  it("takes what is right", () => {
    expect(parseTests(good, "file")).toEqual({ definition: good, issues: [] });
  });

  it("never throws, and points at or around what was broken, in either form", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...pathsOf(good)),
        fc.oneof(fc.jsonValue(), fc.constant({ surprise: 1 })),
        fc.boolean(),
        async (path, by, flow) => {
          const text = stringify(replaced(good, path, by), { collectionStyle: flow ? "flow" : "block" });
          const source = await parseYaml("t.yaml", text);
          const { definition, issues } = parseTests(source.value, "file");
          expect(definition === undefined).toBe(issues.length > 0);
          const lines = text.split("\n");
          for (const issue of issues) {
            const { line, column } = source.place(issue.path, issue.about);
            expect(line).toBeLessThanOrEqual(lines.length);
            expect(column).toBeLessThanOrEqual(lines[line - 1]!.length + 1);
            const last = issue.path.at(-1);
            if (issue.about === "key" && typeof last === "string" && issue.code === "unknown_key") {
              expect(lines[line - 1]!.slice(column - 1).replace(/^["']/, "")).toContain(last.slice(0, 1));
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has an error for whatever isn't YAML", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const source = await parseYaml("t.yaml", text).catch((error) => {
          expect(error).toBeInstanceOf(TestFileError);
        });
        if (source) expect(parseTests(source.value, "file").issues.length).toBeGreaterThan(0);
      }),
    );
  });
});
