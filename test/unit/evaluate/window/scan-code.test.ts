import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { compileScans } from "../../../../scripts/compile-scans.js";

it("is what assembly/ compiles to (else run: npm run compile-scans)", async () => {
  const written = new URL("../../../../src/evaluate/window/scan/scan-code.ts", import.meta.url);
  expect(readFileSync(written, "utf8")).toBe(await compileScans());
});
