import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { FilterJson } from "wandb-automations";
import { wrapArtifactFilter, wrapRunFilter } from "../../../src/compile/simplify-filter.js";

/** Made by test/interop/simplify.py with the real Python client. */
const cases = JSON.parse(readFileSync(new URL("../../fixtures/simplify.json", import.meta.url), "utf8")) as [
  given: FilterJson,
  artifact: FilterJson,
  run: FilterJson,
][];

describe("filters as the Python client sends them", () => {
  it("has hundreds of them", () => {
    expect(cases.length).toBeGreaterThanOrEqual(400);
  });

  it.each(cases)("%j", (given, artifact, run) => {
    expect(wrapArtifactFilter(given)).toEqual(artifact);
    expect(wrapRunFilter(given)).toEqual(run);
  });
});
