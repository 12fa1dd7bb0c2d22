import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { InitFlags } from "../init-command.js";
import { usageError } from "../usage-error.js";
import { DEV_DEPENDENCIES, IGNORED_PATHS, manifest, projectFiles } from "./project-files.js";

const DEFAULT_PROJECT = "my-team/my-project";

/** What became of a file. */
interface Written {
  readonly file: string;
  readonly result: "written" | "extended" | "kept";
}

/** Writes a small project that validates and passes its test as it is. Files that are there already are kept. */
export async function init(io: CommandIo, folder: string, flags: InitFlags): Promise<CommandResult> {
  const root = resolve(io.cwd, folder);
  const { WANDB_ENTITY: entity, WANDB_PROJECT: named } = io.env;
  const project = flags.project ?? (entity && named ? `${entity}/${named}` : DEFAULT_PROJECT);
  const files: Written[] = [];
  for (const [file, text] of Object.entries(projectFiles(project))) {
    files.push({
      file,
      result: (await write(join(root, file), text, flags.force ?? false)) ? "written" : "kept",
    });
  }
  const isNew = await write(join(root, "package.json"), manifest(packageName(root)), false);
  files.push({ file: "package.json", result: isNew ? "written" : "kept" });
  files.push({ file: ".gitignore", result: await ignore(join(root, ".gitignore")) });
  const next = nextSteps(relative(io.cwd, root), isNew, project === DEFAULT_PROJECT);
  for (const { file, result } of files) {
    const word = result === "kept" ? io.paint.dim("kept    ") : io.paint.green(result.padEnd(8));
    io.out(`${word}  ${file}\n`);
  }
  if (files.some(({ result }) => result === "kept")) {
    io.out("\nWhat was there already is kept; --force writes all but package.json again.\n");
  }
  io.out(`\nNext:\n${next.map((line) => `  ${line}\n`).join("")}`);
  return { document: { folder: root, project, files, next } };
}

/** Writes a file, unless it is there and may not be replaced. */
async function write(path: string, text: string, replace: boolean): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: replace ? "w" : "wx" });
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && !replace) return false;
    throw usageError(`${path} can't be written: ${message}.`);
  }
}

/** Adds what is missing. */
async function ignore(path: string): Promise<Written["result"]> {
  const before = await readFile(path, "utf8").catch(() => "");
  const lines = before.split("\n").map((line) => line.trim().replace(/^\/|\/$/g, ""));
  const missing = IGNORED_PATHS.filter((entry) => !lines.includes(entry.replace(/\/$/, "")));
  if (missing.length === 0) return "kept";
  const text = before === "" || before.endsWith("\n") ? before : `${before}\n`;
  await write(path, `${text}${missing.join("\n")}\n`, true);
  return before === "" ? "written" : "extended";
}

/** A name that npm takes, made of the folder's, and not that of a package to be installed. */
function packageName(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return name === "" || name in DEV_DEPENDENCIES ? "my-automations" : name;
}

function nextSteps(folder: string, isNew: boolean, isPlaceholder: boolean): string[] {
  return [
    ...(folder === "" ? [] : [`cd ${folder}`]),
    isNew ? "npm install" : `npm install --save-dev ${Object.keys(DEV_DEPENDENCIES).join(" ")}`,
    ...(isPlaceholder ? [`name your project in automations/alerts.ts, in place of ${DEFAULT_PROJECT}`] : []),
    "npx wandb-automations validate",
    "npx wandb-automations test",
    "npx wandb-automations plan",
  ];
}
