import { isSameJson, meaningAfter, meaningOf } from "../../client/automation-meaning.js";
import { compileAutomation } from "../../compile/compile-automation.js";
import { compileCreateInput } from "../../compile/mutation-inputs.js";
import { isValidationError } from "../../errors/index.js";
import { type Action, isAction } from "../../model/action.js";
import type { Automation } from "../../model/automation.js";
import { type AutomationEvent, isEvent } from "../../model/automation-event.js";
import { scopeText } from "../../model/scopes.js";
import type { JsonObject } from "../../wire/json.js";
import type { TriggerRecord } from "../../wire/trigger.js";
import { readMarker } from "../owner-marker.js";
import { actionCode, IntegrationConstants } from "./action-code.js";
import { type Code, callCode, objectCode, prefixed, printCode } from "./code.js";
import { eventCode } from "./event-code.js";
import { Identifiers } from "./identifiers.js";
import { Imports } from "./imports.js";
import { jsonCode, textCode } from "./literal-code.js";
import { type Organizations, scopeCode } from "./scope-code.js";

/** An automation in a file that was written. */
export interface PulledAutomation {
  readonly name: string;
  readonly scope: string;
  /** The name of its export. */
  readonly exportName: string;
  /** Written down as the server has it, because this version has no builders for it. */
  readonly isKept: boolean;
}

/** TypeScript that makes automations. */
export interface AutomationsSource {
  readonly code: string;
  readonly automations: readonly PulledAutomation[];
}

const PLAN = "wandb-automations/plan";
/** Everything a file may import: no constant in it may have one of these names. */
const IMPORTABLE =
  "ArtifactEvent DoNothing OnAddArtifactAlias OnAddArtifactTag OnAddCollectionTag OnCreateArtifact OnLinkArtifact " +
  "OnRemoveArtifactTag OnRemoveCollectionTag OnRunMetric OnRunState OnUnlinkArtifact RunEvent SendNotification " +
  "SendPromptToAria SendWebhook SlackIntegration WebhookIntegration and defineAutomation keepAutomation nor not or " +
  "organization registry registryCollection team";

/**
 * Writes automations down as TypeScript: the builders people would write, in an order that doesn't depend on the
 * server's. The file loads without a network, and makes the same automations again.
 */
export function automationsSource(
  automations: readonly Automation[],
  organizations: Organizations,
): AutomationsSource {
  const imports = new Imports();
  const identifiers = new Identifiers(IMPORTABLE.split(" "));
  const sorted = [...automations].sort(byPlace);
  const exportNames = new Map(sorted.map((each) => [each, keptName(each, identifiers)]));
  const integrations = new IntegrationConstants(identifiers, imports);
  const made = sorted.map((automation) => {
    const exportName = exportNames.get(automation) ?? identifiers.make(automation.name, "automation");
    const isKept = !isExpressible(automation);
    const { record } = automation;
    const scope = scopeCode(record.scope, organizations, imports);
    const code = isKept
      ? keptCode(record, scope, imports)
      : definedCode(automation, scope, integrations, imports);
    const pulled = { name: automation.name, scope: scopeText(record.scope), exportName, isKept };
    return { pulled, statement: statement(`export const ${exportName} = `, code) };
  });
  const constants = integrations.statements.map(([name, value]) => statement(`const ${name} = `, value));
  const blocks = [
    imports.toString(),
    constants.join("\n"),
    ...made.map((each) => each.statement),
    ...(made.length === 0 ? ["export {};"] : []),
  ];
  const code = `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
  return { code, automations: made.map(({ pulled }) => pulled) };
}

function statement(start: string, code: Code): string {
  return `${printCode(prefixed(start, code), "", 1)};`;
}

/** The name that it has in its owner's configuration. */
function keptName({ description }: Automation, identifiers: Identifiers): string | undefined {
  const { marker } = readMarker(description);
  return marker && identifiers.exactly(marker.key);
}

/** Whether builders make the same automation again. */
function isExpressible({ event, action, record }: Automation): boolean {
  if (!isEvent(event) || !isAction(action)) return false;
  try {
    const { name, description, enabled } = record;
    const compiled = compileAutomation((event as AutomationEvent).then(action as Action), { name, enabled });
    const input = compileCreateInput(compiled, { scopeId: record.scope.id ?? "" });
    const before = meaningOf(record);
    return isSameJson(before, meaningAfter({ ...input, description: description ?? "" }, before));
  } catch (error) {
    if (isValidationError(error)) return false;
    throw error;
  }
}

/** What both forms have first: name, description and switch. */
function facts({ name, description, enabled }: TriggerRecord): [string, Code][] {
  const { text } = readMarker(description);
  return [
    ["name", textCode(name)],
    ...(text === "" ? [] : ([["description", textCode(text)]] as [string, Code][])),
    ...(enabled ? [] : ([["enabled", "false"]] as [string, Code][])),
  ];
}

function definedCode(
  { event, action, record }: Automation,
  scope: Code,
  integrations: IntegrationConstants,
  imports: Imports,
): Code {
  const members: [string, Code][] = [
    ...facts(record),
    ["event", eventCode(event as AutomationEvent, scope, imports)],
    ["action", actionCode(action as Action, integrations, imports)],
  ];
  return objectCode(members, `${imports.use("defineAutomation")}(`);
}

function keptCode(record: TriggerRecord, scope: Code, imports: Imports): Code {
  const { eventType, eventFilter, actionType, actionConfig } = record;
  const action = { type: actionType, ...(actionConfig === undefined ? {} : { config: actionConfig }) };
  const members: [string, Code][] = [
    ...facts(record),
    ["scope", scope],
    ["event", jsonCode({ type: eventType, filter: eventFilter })],
    ["action", jsonCode(action as unknown as JsonObject)],
  ];
  return callCode(imports.use("keepAutomation", PLAN), [objectCode(members)]);
}

function byPlace(a: Automation, b: Automation): number {
  const keys = ({ record, name, id }: Automation) => [scopeText(record.scope), name, id] as const;
  const [left, right] = [keys(a), keys(b)];
  const i = left.findIndex((key, at) => key !== right[at]);
  return i === -1 ? 0 : (left[i] as string) < (right[i] as string) ? -1 : 1;
}
