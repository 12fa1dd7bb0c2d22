import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type PulledSource, pullAutomations } from "../../plan/pull-automations.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { ImportFlags } from "../import-command.js";
import { openApi } from "../open-api.js";
import type { PullFlags } from "../pull-command.js";
import { writeNote } from "../text/write-note.js";
import { carryOut } from "./carry-out.js";
import { findOwner } from "./find-owner.js";
import { planFiles } from "./make-plan.js";
import { writingFile } from "./writing-file.js";

/** What `wandb-automations pull` does. */
export async function pull(
  io: CommandIo,
  places: readonly string[],
  { out, force = false }: PullFlags,
): Promise<CommandResult> {
  const pulled = await pullAutomations(await openApi(io), { scopes: places, signal: io.signal });
  if (out === undefined) io.out(pulled.code);
  else await write(io, pulled, out, force);
  warn(io, pulled);
  const { code, automations, leftOut } = pulled;
  return { document: { automations, leftOut, ...(out === undefined ? { code } : { file: out }) } };
}

/** What `wandb-automations import` does. */
export async function importAutomations(
  io: CommandIo,
  places: readonly string[],
  { out = "", force = false, autoApprove, concurrency, ...flags }: ImportFlags,
): Promise<CommandResult> {
  const owner = await findOwner(io, flags.owner);
  const pulled = await pullAutomations(await openApi(io), { scopes: places, signal: io.signal });
  await write(io, pulled, out, force);
  warn(io, pulled);
  if (pulled.automations.length === 0) return { document: { automations: [], leftOut: [], file: out } };
  io.out("\n");
  // Pulled automations may use what isn't known to be accepted: a server has it already.
  const options = { ...flags, owner, adopt: true, allowUnverified: true };
  const made = await planFiles(io, [out], options);
  const result = await carryOut(io, made, { autoApprove, concurrency, question: "Take these over?" });
  return { ...result, document: { ...result.document, file: out, leftOut: pulled.leftOut } };
}

async function write(io: CommandIo, pulled: PulledSource, out: string, force: boolean): Promise<void> {
  const path = resolve(io.cwd, out);
  await writingFile(out, async () => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, pulled.code, { flag: force ? "w" : "wx" });
  });
  const { length } = pulled.automations;
  io.out(`Wrote ${length === 1 ? "1 automation" : `${length} automations`} to ${out}.\n`);
}

function warn(io: CommandIo, { automations, leftOut }: PulledSource): void {
  const kept = automations.filter(({ isKept }) => isKept).map(({ name }) => name);
  if (kept.length > 0)
    writeNote(
      io,
      `note: written down as they are, because this version has no builders for them: ${kept.join(", ")}`,
    );
  for (const { id, name, scope } of leftOut)
    writeNote(io, `warning: left out ${name} (${scope}, ${id}): another one there has the same name`);
}
