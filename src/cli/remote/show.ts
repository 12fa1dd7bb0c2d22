import { printable } from "../../evaluate/picture/printable.js";
import { describeScope } from "../../evaluate/scope/in-scope.js";
import type { Automation } from "../../model/automation.js";
import { scopeText } from "../../model/scopes.js";
import { readMarker } from "../../plan/owner-marker.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { openApi } from "../open-api.js";
import { wrapText } from "../text/wrap-text.js";
import { automationDocument, conditionInWords, eventInWords, timeText } from "./automation-words.js";
import { eventLabel } from "./event-label.js";
import { findNamed } from "./find-named.js";
import type { PlaceFlags } from "./place-options.js";

const LABEL_WIDTH = 13;

/** What `wandb-automations show` does. */
export async function show(io: CommandIo, name: string, flags: PlaceFlags): Promise<CommandResult> {
  const api = await openApi(io);
  const [automation] = await findNamed(api, [name], flags);
  for (const [label, value] of factsOf(automation!)) {
    const text = wrapText(printable(value), io.columns - LABEL_WIDTH, "");
    const [first, ...rest] = text.split("\n");
    io.out(`${io.paint.bold(label.padEnd(LABEL_WIDTH))}${first}\n`);
    for (const line of rest) io.out(`${" ".repeat(LABEL_WIDTH)}${line}\n`.replace(/ +\n$/, "\n"));
  }
  return { document: { automation: automationDocument(automation!) } };
}

function factsOf(automation: Automation): (readonly [string, string])[] {
  const { id, name, description, enabled, scope, record, action, createdAt, updatedAt } = automation;
  const condition = conditionInWords(automation);
  const { text, marker } = readMarker(description);
  const owner = marker && `${marker.owner}, with \`apply\``;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["name", name],
    ["id", id],
    ["description", text || undefined],
    ["managed by", owner],
    ["enabled", enabled ? "yes" : "no: it never fires"],
    ["scope", scope.kind === "unknown" ? scopeText(scope) : describeScope(scope)],
    ["event", eventLabel(record.eventType)],
    ["waits for", eventInWords(automation)],
    ["only where", condition],
    ["action", `${action}`],
    [
      "payload",
      record.actionConfig?.genericWebhookActionInput && "not shown: it may hold secrets; `pull` writes it",
    ],
    ["created", timeText(createdAt)],
    ["changed", updatedAt === null ? undefined : timeText(updatedAt)],
  ];
  return facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const]));
}
