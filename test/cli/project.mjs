import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));
const manifest = JSON.parse(readFileSync(join(repository, "package.json"), "utf8"));

const NOISY = `import { OnRunMetric, RunEvent, SendNotification } from "wandb-automations";
console.log("what a file prints doesn't belong to the command's output");
export const noisy = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("train/loss").gt(5) }).then(
  new SendNotification({ title: "Loss", message: "It is high.", severity: "WARN" }),
);
`;

const npm = (cwd, ...argv) =>
  execFileSync("npm", [...argv, "--no-audit", "--no-fund"], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

/**
 * What `init` makes of an empty folder, with the packed package installed in it.
 *
 * @returns the folder, and `close` to take it away
 */
export function makeProject() {
  const root = mkdtempSync(join(tmpdir(), "cli-"));
  const folder = join(root, "project");
  mkdirSync(folder);
  const [{ filename }] = JSON.parse(npm(repository, "pack", "--json", "--pack-destination", root));
  const tarball = join(root, filename);
  const tools = join(root, "tools");
  mkdirSync(tools);
  writeFileSync(join(tools, "package.json"), "{}");
  npm(tools, "install", tarball);
  const first = join(tools, "node_modules/.bin", manifest.name);
  execFileSync(first, ["init", "--project", "acme/vision"], { cwd: folder });
  // The version that `init` asks for may not be published yet.
  const file = join(folder, "package.json");
  const made = JSON.parse(readFileSync(file, "utf8"));
  made.devDependencies[manifest.name] = `file:${tarball}`;
  writeFileSync(file, JSON.stringify(made));
  npm(folder, "install");
  // As the user's own scripts run it.
  npm(folder, "run", "validate");
  npm(folder, "test");
  cpSync(join(repository, "examples/runs"), join(folder, "runs"), { recursive: true });
  writeFileSync(join(folder, "broken.ts"), 'throw new Error("not today");\n');
  writeFileSync(join(folder, "noisy.ts"), NOISY);
  return { folder, close: () => rmSync(root, { recursive: true, force: true }) };
}

/** Starts the packed emulator, and says which variables lead to it. */
export async function startEmulator(folder) {
  const child = spawn(join(folder, "node_modules/.bin", manifest.name), ["emulator", "--demo"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  for await (const chunk of child.stdout) {
    said += chunk;
    const found = /WANDB_BASE_URL=(\S+) WANDB_API_KEY=(\S+)/.exec(said);
    if (found) {
      const [, WANDB_BASE_URL, WANDB_API_KEY] = found;
      child.stdout.resume();
      return { variables: { WANDB_BASE_URL, WANDB_API_KEY }, stop: () => child.kill() };
    }
  }
  throw new Error(`the emulator ended: ${said}`);
}
