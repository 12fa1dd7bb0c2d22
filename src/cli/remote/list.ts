import { printable } from "../../evaluate/picture/printable.js";
import type { Automation } from "../../model/automation.js";
import { scopeText } from "../../model/scopes.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { ListFlags } from "../list-command.js";
import { openApi } from "../open-api.js";
import { formatTable } from "../text/format-table.js";
import { usageError } from "../usage-error.js";
import { automationDocument, eventInWords } from "./automation-words.js";
import { parseEvent } from "./event-label.js";
import { findPlace } from "./find-place.js";

const PER_PAGE = 100;

/** What `wandb-automations list` does. */
export async function list(
  io: CommandIo,
  path: string | undefined,
  flags: ListFlags,
): Promise<CommandResult> {
  const { event, enabled, disabled } = flags;
  if (enabled && disabled)
    throw usageError("--enabled and --disabled can't be given together: nothing is both.");
  const isEvent = event === undefined ? () => true : parseEvent(event);
  const api = await openApi(io);
  const place = await findPlace(api, flags, path);
  const found: Automation[] = [];
  for await (const automation of api.automations({ ...place.options, perPage: PER_PAGE })) {
    if (enabled && !automation.enabled) continue;
    if (disabled && automation.enabled) continue;
    if (isEvent(automation.record.eventType)) found.push(automation);
  }
  if (found.length === 0) io.out(`There are no such automations ${place.words}.\n`);
  else
    io.out(
      formatTable(
        [HEAD.map((cell) => io.paint.bold(cell)), ...found.map((one) => cells(io, one))],
        io.columns,
      ),
    );
  return { document: { automations: found.map(automationDocument) } };
}

const HEAD = ["name", "", "scope", "waits for", "action"];

function cells({ paint }: CommandIo, automation: Automation): string[] {
  const { name, enabled, scope, action } = automation;
  const row = [name, enabled ? "on" : "off", scopeText(scope), eventInWords(automation), `${action}`].map(
    printable,
  );
  return enabled ? row : row.map((cell) => paint.dim(cell));
}
