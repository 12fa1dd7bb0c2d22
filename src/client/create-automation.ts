import { compileAutomation } from "../compile/compile-automation.js";
import { compileCreateInput } from "../compile/mutation-inputs.js";
import { hasErrorCode } from "../errors/index.js";
import { Automation } from "../model/automation.js";
import type { CreateAutomationOptions } from "../model/backend.js";
import type { NewAutomation } from "../model/new-automation.js";
import type { CompiledAutomation, CompiledScope } from "../wire/compiled-automation.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { ClientContext } from "./context.js";
import { automationsNamed, findExisting, nameTaken } from "./existing-automation.js";
import { requireSupport } from "./features.js";
import type { Wanted } from "./names.js";
import { isSameAutomation } from "./same-automation.js";
import { type ResolveConflict, sendCreate, sendUpdate } from "./send-saved.js";
import { requireVerified } from "./unverified.js";

/** Stands for ids that aren't known yet while the rest of an input is checked. */
const PENDING = { scopeId: "-", integrationId: "-" };

/** Saves a new automation: looks up the names it uses, creates it, and deals with one of its name that is there. */
export async function createAutomation(
  context: ClientContext,
  automation: NewAutomation,
  { onConflict = "error", allowUnverified, signal, timeoutMs, ...changes }: CreateAutomationOptions,
): Promise<Automation> {
  const { session, names, integrations, automations, backend } = context;
  const call = session.startCall({ signal, timeoutMs });
  const compiled = compileAutomation(automation, changes);
  // What is wrong with it is said before anything is sent.
  const { name } = compileCreateInput(compiled, PENDING);

  const { integration, scope } = compiled;
  const learnt = await names.learn(scope, () => whatToAsk(context, compiled, name, onConflict), call);
  const { support } = learnt.features;
  requireSupport(compiled, learnt.features);
  await requireVerified(compiled, allowUnverified, session, call);
  const integrationId =
    integration && (await integrations.resolve(integration, learnt.scope.entity, learnt.integrations, call));
  const input = compileCreateInput(compiled, { scopeId: learnt.scope.id, integrationId });
  const change = async ({ id }: TriggerRecord) =>
    await sendUpdate(context, { ...input, id }, scope, support, call);

  const resolveConflict: ResolveConflict = async (given, cause) => {
    if (onConflict === "error") throw nameTaken(scope, name, cause);
    const found = given ?? (await findExisting(context, scope, input, call));
    if (found && onConflict === "fetch") return found;
    if (found) return isSameAutomation(found, input) ? found : await change(found);
    // Servers may hold names apart by more than their scope.
    const elsewhere =
      onConflict === "fetch" ? await automationsNamed(context, ownerOf(learnt.scope.entity), name, call) : [];
    const [only, other] = elsewhere;
    if (only && !other) return only;
    throw nameTaken(scope, name, cause);
  };

  const save = async (): Promise<TriggerRecord> => {
    let existing: TriggerRecord | undefined;
    if (learnt.automations) {
      existing = await findExisting(context, scope, input, call, learnt.automations);
    } else if (onConflict === "update") {
      const known = automations.find(learnt.scope.id, name);
      if (known && !isSameAutomation(known, input)) {
        try {
          return await change(known);
        } catch (error) {
          // It was deleted or renamed by somebody else.
          if (!hasErrorCode(error, "NOT_FOUND") && !hasErrorCode(error, "CONFLICT")) throw error;
          automations.forget(known.id);
        }
      }
      if (known !== null) existing = await findExisting(context, scope, input, call);
    }
    return existing
      ? await resolveConflict(existing, undefined)
      : await sendCreate(context, input, scope, support, resolveConflict, call);
  };
  return new Automation(await save(), backend);
}

/** What has to be asked before an automation can be saved, as far as it isn't known. */
function whatToAsk(
  { names, integrations, automations }: ClientContext,
  compiled: CompiledAutomation,
  name: string,
  onConflict: NonNullable<CreateAutomationOptions["onConflict"]>,
): Wanted {
  const { integration, scope } = compiled;
  const scopeId = names.idOf(scope);
  const integrationId = integration && integrations.remembered(integration, names.entityOf(scope));
  const needsIntegration = integration !== undefined && integrationId === undefined;
  if (onConflict === "error") return { integrations: needsIntegration };
  const everything = { automations: { named: name }, integrations: needsIntegration };
  // Where something has to be asked anyway, what is there comes in the same answer.
  if (scopeId === undefined || needsIntegration) return everything;
  const known = automations.find(scopeId, name);
  if (onConflict === "fetch") return known ? everything : {};
  const input = () => compileCreateInput(compiled, { scopeId, integrationId });
  return known === undefined || (known && isSameAutomation(known, input())) ? everything : {};
}

/** Everything an entity owns, as a place to look for automations in. */
function ownerOf(entity: string | undefined): CompiledScope {
  return { kind: "unknown", scopeType: "ENTITY", ...(entity === undefined ? {} : { entity }) };
}
