// With nothing installed but the package: everything loads, and what needs more says what to install.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createEmulator } from "wandb-automations/emulator";

const require = createRequire(import.meta.url);
// What teaches a test runner the matchers can only be loaded in one.
const subpaths = require("./subpaths.json").filter((subpath) => !/\/testing\/(vitest|jest)$/.test(subpath));
for (const subpath of subpaths) {
  require(subpath);
  if (!subpath.endsWith(".json")) await import(subpath);
}

const uses = {
  "@libsql/client": () => createEmulator({ data: "automations.sqlite" }),
};
for (const [packageName, use] of Object.entries(uses)) {
  await assert.rejects(
    use,
    (error) => error.code === "MISSING_DEPENDENCY" && error.packageName === packageName,
  );
}
console.log(`works without ${Object.keys(uses).join(", ")}, and says so where they are needed`);
