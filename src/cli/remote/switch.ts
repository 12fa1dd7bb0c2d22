import { printable } from "../../evaluate/picture/printable.js";
import { readMarker } from "../../plan/owner-marker.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { openApi } from "../open-api.js";
import { writeNote } from "../text/write-note.js";
import { findNamed } from "./find-named.js";
import type { PlaceFlags } from "./place-options.js";

/** What `wandb-automations enable` and `disable` do. One that is as it should be isn't touched. */
export async function switchAutomations(
  io: CommandIo,
  names: readonly string[],
  enabled: boolean,
  flags: PlaceFlags,
): Promise<CommandResult> {
  const api = await openApi(io);
  const found = await findNamed(api, names, flags);
  const automations: { readonly id: string; readonly name: string; readonly changed: boolean }[] = [];
  for (const automation of found) {
    const { id, name } = automation;
    const changed = automation.enabled !== enabled;
    if (changed) await api.updateAutomation(automation, { enabled });
    automations.push({ id, name, changed });
    const { marker } = readMarker(automation.description);
    if (changed && marker) {
      writeNote(
        io,
        `note: ${printable(name)} is managed by ${marker.owner}, whose next apply sets it as its files say`,
      );
    }
    io.out(`${printable(name)} ${changed ? "is" : "was already"} ${enabled ? "enabled" : "disabled"}.\n`);
  }
  return { document: { enabled, automations } };
}
