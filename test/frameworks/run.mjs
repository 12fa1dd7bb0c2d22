// Runs tests that use the built package in jest, vitest and node:test: suites that must pass, and one test each that
// must fail and say why. Needs dist/ with both formats (npm run build).
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, "../..");
const require = createRequire(import.meta.url);
if (!existsSync(join(repository, "dist/testing.cjs"))) {
  console.error("dist/ has no CommonJS build, which jest needs: npm run build");
  process.exit(1);
}

/** The program of a package, given where its package.json is. */
function program(manifest) {
  const { name, bin } = require(manifest);
  return join(dirname(manifest), typeof bin === "string" ? bin : bin[name]);
}

// jest doesn't resolve a package's own name, so the tests run in a folder where the package is installed.
const project = join(repository, ".cache/frameworks");
rmSync(project, { recursive: true, force: true });
cpSync(here, project, { recursive: true });
mkdirSync(join(project, "node_modules"));
symlinkSync(repository, join(project, "node_modules/wandb-automations"), "dir");

const jest = (file) => [
  program(require.resolve("jest/package.json")),
  "--config",
  JSON.stringify({
    rootDir: project,
    testMatch: [`<rootDir>/${file}`],
    transform: {},
    setupFilesAfterEnv: ["wandb-automations/testing/jest"],
    cacheDirectory: join(repository, ".cache/jest"),
  }),
];
const vitest = (file) => [program(require.resolve("vitest/package.json")), "run", "--root", project, file];

const FRAMEWORKS = [
  ["jest", jest("jest.test.cjs"), jest("jest-fails.cjs")],
  ["vitest", vitest("vitest-suite"), vitest("vitest-fails")],
  ["node:test", ["--test", join(project, "node.test.mjs")], ["--test", join(project, "node-fails.mjs")]],
];
const SAID = [
  'expected loss-spike to fire on run "calm" at step 3',
  "but it did not fire",
  "it never held at any of 10 values; the closest was 1 at step 0",
  "└───",
];

function execute(parameters) {
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", NODE_TEST_CONTEXT: undefined },
  });
  return { status, output: `${stdout}${stderr}` };
}

const problems = [];
for (const [name, passing, failing] of FRAMEWORKS) {
  const passed = execute(passing);
  if (passed.status !== 0) problems.push(`${name}: the suite fails\n${passed.output}`);
  const failed = execute(failing);
  if (failed.status === 0) problems.push(`${name}: a test that must fail passes`);
  const unsaid = SAID.filter((text) => !failed.output.includes(text));
  if (unsaid.length > 0)
    problems.push(`${name}: a failing test doesn't say ${unsaid.join(", ")}\n${failed.output}`);
  console.log(
    `${name}: ${passed.status === 0 && failed.status !== 0 && unsaid.length === 0 ? "ok" : "FAILED"}`,
  );
}
if (problems.length > 0) {
  console.error(problems.join("\n\n"));
  process.exitCode = 1;
}
