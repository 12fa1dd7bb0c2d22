import { hasErrorCode } from "../../errors/index.js";
import { printable } from "../../evaluate/picture/printable.js";
import { scopeText } from "../../model/scopes.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { DeleteFlags } from "../delete-command.js";
import { openApi } from "../open-api.js";
import { formatTable } from "../text/format-table.js";
import { eventInWords } from "./automation-words.js";
import { findNamed } from "./find-named.js";

/** What `wandb-automations delete` does. One that somebody else deleted meanwhile counts as deleted. */
export async function deleteAutomations(
  io: CommandIo,
  names: readonly string[],
  flags: DeleteFlags,
): Promise<CommandResult> {
  const api = await openApi(io);
  const found = await findNamed(api, names, flags);
  const listed = found.map((one) => ({ id: one.id, name: one.name, scope: scopeText(one.scope) }));
  if (!flags.autoApprove) {
    const rows = found.map((one) => [one.name, scopeText(one.scope), eventInWords(one)].map(printable));
    // Asked for on stderr, so shown there too.
    io.err(formatTable(rows, io.columns));
    const what = found.length === 1 ? "this automation" : `these ${found.length} automations`;
    if (!(await io.confirm(`Delete ${what}? It can't be undone.`))) {
      io.out("Nothing was deleted.\n");
      return { exitCode: 1, document: { deleted: [], declined: listed } };
    }
  }
  for (const automation of found) {
    await api.deleteAutomation(automation).catch((error) => {
      if (!hasErrorCode(error, "NOT_FOUND")) throw error;
    });
    io.out(`${printable(automation.name)} is deleted.\n`);
  }
  return { document: { deleted: listed } };
}
