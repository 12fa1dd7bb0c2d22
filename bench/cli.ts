// How long the command line takes from nothing, beside Node and Python themselves. Run it with:
//   npm run build:js && npx tsx bench/cli.ts
// PYTHON=venv/bin/python adds `import wandb`.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { millis, race, ratio, table } from "./evaluate/measure.js";

const ROUNDS = 15;
const AUTOMATIONS = 50;
const repository = fileURLToPath(new URL("../", import.meta.url));

const automation = (i: number) => `export const loss${i} = new OnRunMetric({
  scope: "acme/vision",
  filter: RunEvent.metric("loss-${i}").avg(5).gt(${i}).and(RunEvent.name.contains("prod")),
}).then(new SendNotification({ title: "Loss ${i}", message: "It is high.", severity: "WARN" }));
`;
const IMPORT = `import { OnRunMetric, RunEvent, SendNotification } from "wandb-automations";\n`;
const numbers = Array.from({ length: AUTOMATIONS }, (_, i) => i);

/** A project with the built package in it, copied as npm installs it: code outside of node_modules is compiled. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "cli-bench-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(folder, "automations"), { recursive: true });
  mkdirSync(join(modules, "wandb-automations"), { recursive: true });
  for (const name of readdirSync(join(repository, "node_modules"))) {
    if (!name.startsWith(".")) symlinkSync(join(repository, "node_modules", name), join(modules, name));
  }
  for (const part of ["dist", "package.json"]) {
    cpSync(join(repository, part), join(modules, "wandb-automations", part), { recursive: true });
  }
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

const inOne = project({ "automations.ts": IMPORT + numbers.map(automation).join("") });
const inFifty = project(
  Object.fromEntries(numbers.map((i) => [`automations/loss-${i}.ts`, IMPORT + automation(i)])),
);

const run = (file: string, ...argv: string[]) => execFileSync(file, argv, { cwd: inOne, stdio: "pipe" });
const cli = (cwd: string, ...argv: string[]) => {
  const bin = join(cwd, "node_modules/wandb-automations/dist/cli.js");
  return execFileSync(process.execPath, [bin, ...argv], { cwd, stdio: "pipe" });
};
/** What jiti keeps of what it compiled. */
const forget = (cwd: string) => rmSync(join(cwd, "node_modules/.cache"), { recursive: true, force: true });

const NODE = "node -e 0";
const WANDB = 'python -c "import wandb"';
const python = process.env.PYTHON;
const contestants = [
  { name: NODE, run: () => run(process.execPath, "-e", "0") },
  { name: "import wandb-automations", run: () => run(process.execPath, "-e", 'import("wandb-automations")') },
  { name: "wandb-automations --help", run: () => cli(inOne, "--help") },
  { name: `validate, ${AUTOMATIONS} automations in one file`, run: () => cli(inOne, "validate") },
  { name: `validate, in ${AUTOMATIONS} files`, run: () => cli(inFifty, "validate") },
  {
    name: `validate, in ${AUTOMATIONS} files, the first time`,
    run: () => {
      forget(inFifty);
      return cli(inFifty, "validate");
    },
  },
  ...(python === undefined
    ? []
    : [
        { name: "python -c 0", run: () => run(python, "-c", "0") },
        { name: WANDB, run: () => run(python, "-c", "import wandb") },
      ]),
];

try {
  const times = await race(contestants, ROUNDS);
  const node = times.get(NODE)!;
  const wandb = times.get(WANDB);
  table(
    `Cold start, median of ${ROUNDS}`,
    ["", "time", `to ${NODE}`, `to ${WANDB}`],
    [...times].map(([name, ms]) => [
      name,
      millis(ms),
      ratio(ms, node),
      wandb === undefined ? "–" : ratio(ms, wandb),
    ]),
  );
} finally {
  for (const folder of [inOne, inFifty]) rmSync(folder, { recursive: true, force: true });
}
