import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { savePlan } from "../../plan/saved-plan.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { PlanCommandFlags } from "../plan-command.js";
import { wrapText } from "../text/wrap-text.js";
import { planFiles, showPlan } from "./make-plan.js";
import { writingFile } from "./writing-file.js";

/** What `wandb-automations plan` does. */
export async function plan(
  io: CommandIo,
  files: readonly string[],
  { out, exitCode: tellsChanges = false, destroy = false, ...flags }: PlanCommandFlags,
): Promise<CommandResult> {
  const { plan: made } = await planFiles(io, files, flags, destroy);
  showPlan(io, made);
  if (out !== undefined) {
    const text = `${JSON.stringify(await savePlan(made), undefined, 2)}\n`;
    await writingFile(out, () => writeFile(resolve(io.cwd, out), text));
    io.out(`\n${wrapText(`Written to ${out}. apply --plan takes it.`, io.columns)}\n`);
  }
  const isFine = made.conflicts.length === 0 && (made.isEmpty || !tellsChanges);
  return { exitCode: isFine ? 0 : 1, document: made.toJSON() };
}
