import { printable } from "../../evaluate/picture/printable.js";
import type { Integration } from "../../model/integrations.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { IntegrationsFlags } from "../integrations-command.js";
import { openApi } from "../open-api.js";
import { formatTable } from "../text/format-table.js";

/** What `wandb-automations integrations` does. URLs aren't shown: they often are secrets. */
export async function listIntegrations(
  io: CommandIo,
  { entity, kind }: IntegrationsFlags,
): Promise<CommandResult> {
  const api = await openApi(io);
  const found = (await api.integrations({ entity }).toArray()).filter(
    (one) => kind === undefined || one.kind === kind,
  );
  if (found.length === 0) io.out("There are no such integrations.\n");
  else {
    const head = ["kind", "name", "id"].map((cell) => io.paint.bold(cell));
    io.out(
      formatTable(
        [head, ...found.map((one) => [one.kind, nameOf(one), one.id ?? ""].map(printable))],
        io.columns,
      ),
    );
  }
  return { document: { integrations: found.map(documentOf) } };
}

function nameOf(one: Integration): string {
  if (one.kind === "webhook") return one.name ?? "";
  return [one.teamName, one.channelName].filter((part) => part !== undefined).join(" ");
}

function documentOf(one: Integration) {
  const { kind, id } = one;
  if (one.kind === "webhook") return { kind, id, name: one.name ?? null };
  return { kind, id, teamName: one.teamName ?? null, channelName: one.channelName ?? null };
}
