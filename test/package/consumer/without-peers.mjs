// With nothing installed but the package: everything loads, and what needs more says what to install.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createEmulator } from "wandb-automations/emulator";
import { history } from "wandb-automations/history";

const require = createRequire(import.meta.url);
// What teaches a test runner the matchers can only be loaded in one.
const subpaths = require("./subpaths.json").filter((subpath) => !/\/testing\/(vitest|jest)$/.test(subpath));
for (const subpath of subpaths) {
  require(subpath);
  if (!subpath.endsWith(".json")) await import(subpath);
}

async function read(file, content) {
  writeFileSync(file, content);
  for await (const run of history(file)) for await (const _ of run.rows);
}

const uses = {
  "@libsql/client": () => createEmulator({ data: "automations.sqlite" }),
  "csv-parse": () => read("run.csv", "Step,loss\n0,1\n1,0.5\n"),
};
for (const [packageName, use] of Object.entries(uses)) {
  await assert.rejects(
    use,
    (error) => error.code === "MISSING_DEPENDENCY" && error.packageName === packageName,
  );
}
console.log(`works without ${Object.keys(uses).join(", ")}, and says so where they are needed`);
