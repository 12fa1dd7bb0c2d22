import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { approvePlan, readSavedPlan, type SavedPlan } from "../../plan/saved-plan.js";
import type { ApplyFlags } from "../apply-command.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { usageError } from "../usage-error.js";
import { carryOut } from "./carry-out.js";
import { planFiles } from "./make-plan.js";

/** What `wandb-automations apply` does. */
export async function apply(
  io: CommandIo,
  files: readonly string[],
  { plan: file, autoApprove, concurrency, ...flags }: ApplyFlags,
): Promise<CommandResult> {
  const approval = { autoApprove, concurrency, question: "Make these changes?" };
  if (file === undefined) return await carryOut(io, await planFiles(io, files, flags), approval);
  const saved = await readPlanFile(io, file);
  const { owner, prune, adopt, allowUnverified, scopes, destroys } = saved;
  const scope = [...scopes, ...(flags.scope ?? [])];
  const made = await planFiles(io, files, { owner, prune, adopt, allowUnverified, scope }, destroys);
  await approvePlan(made.plan, saved);
  return await carryOut(io, made, { ...approval, autoApprove: true });
}

/** What `wandb-automations destroy` does. */
export async function destroy(
  io: CommandIo,
  files: readonly string[],
  { autoApprove, concurrency, ...flags }: ApplyFlags,
): Promise<CommandResult> {
  const made = await planFiles(io, files, flags, true);
  return await carryOut(io, made, { autoApprove, concurrency, question: "Delete all of these?" });
}

async function readPlanFile(io: CommandIo, file: string): Promise<SavedPlan> {
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, file), "utf8");
  } catch (error) {
    throw usageError(`${file} can't be read: ${(error as Error).message}`, "plan --out writes such a file.");
  }
  try {
    return readSavedPlan(JSON.parse(text));
  } catch {
    throw usageError(`${file} isn't a plan.`, "plan --out writes such a file.");
  }
}
