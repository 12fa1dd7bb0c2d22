import { stripVTControlCharacters } from "node:util";
import stringWidth from "fast-string-width";
import { describe, expect, it } from "vitest";
import { jsonReport } from "../../../../src/cli/report/json-report.js";
import { listReport } from "../../../../src/cli/report/list-report.js";
import { results, surroundings } from "./results.js";

describe("listReport", () => {
  const simple = { ...results, results: results.results.filter((_, i) => i !== 1) };

  it("has a line for each result under its file, and a summary", () => {
    expect(listReport(simple, surroundings())).toBe(
      [
        "tests/a.test.yaml",
        "  ✓ loss-spike › a spike",
        "",
        "b.test.yaml",
        "  ! quiet line 1",
        "      it could not have fired",
        "  - later",
        "      needs a run",
        "",
        "1 warning, 1 passed, 1 skipped in 1.5 s",
        "coverage 50 %",
        "",
      ].join("\n"),
    );
  });

  it("keeps to the width and has no colours unless they are wanted", () => {
    const long = { ...results, results: [{ ...results.results[1]!, message: "long words ".repeat(40) }] };
    const plain = listReport(long, surroundings());
    expect(plain).not.toContain("\u001b");
    for (const line of plain.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(80);
    const coloured = listReport(long, surroundings({}, true));
    expect(coloured).toContain("\u001b[31m- run r1 at step 10\u001b[39m".replace("- run", "      - run"));
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });

  it("says that nothing was checked", () => {
    expect(listReport({ ...results, results: [], notes: [] }, surroundings())).toBe(
      "nothing was checked in 1.5 s\n",
    );
  });
});

describe("jsonReport", () => {
  it("gives the results back", () => {
    const document = JSON.parse(jsonReport(results, surroundings()));
    expect(document).toMatchObject({
      schema: "wandb-automations/results/1",
      command: "test",
      summary: { passed: 1, failed: 1, warning: 1, skipped: 1, total: 4, durationMs: 1512 },
      notes: ["coverage 50 %"],
    });
    expect(document.results).toEqual(JSON.parse(JSON.stringify(results.results)));
  });
});
