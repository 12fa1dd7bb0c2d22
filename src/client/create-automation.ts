import { compileAutomation } from "../compile/compile-automation.js";
import { compileCreateInput } from "../compile/mutation-inputs.js";
import { Automation } from "../model/automation.js";
import type { CreateAutomationOptions } from "../model/backend.js";
import type { NewAutomation } from "../model/new-automation.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import type { ClientContext } from "./context.js";
import { automationsNamed, findExisting, nameTaken } from "./existing-automation.js";
import { requireSupport } from "./features.js";
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
  const { session, names, integrations, backend } = context;
  const call = session.startCall({ signal, timeoutMs });
  const compiled = compileAutomation(automation, changes);
  // What is wrong with it is said before anything is sent.
  const { name } = compileCreateInput(compiled, PENDING);

  const { integration, scope } = compiled;
  const needsIntegration =
    integration !== undefined && integrations.remembered(integration, names.entityOf(scope)) === undefined;
  const learnt = await names.learn(
    scope,
    { automations: onConflict === "update" ? { named: name } : undefined, integrations: needsIntegration },
    call,
  );
  const { support } = learnt.features;
  requireSupport(compiled, learnt.features);
  await requireVerified(compiled, allowUnverified, session, call);
  const integrationId =
    integration && (await integrations.resolve(integration, learnt.scope.entity, learnt.integrations, call));
  const input = compileCreateInput(compiled, { scopeId: learnt.scope.id, integrationId });

  const resolveConflict: ResolveConflict = async (given, cause) => {
    if (onConflict === "error") throw nameTaken(scope, name, cause);
    const found = given ?? (await findExisting(context, scope, input, call));
    if (found && onConflict === "fetch") return found;
    if (found) {
      if (isSameAutomation(found, input)) return found;
      return await sendUpdate(context, { ...input, id: found.id }, scope, support, call);
    }
    // Servers may hold names apart by more than their scope.
    const elsewhere =
      onConflict === "fetch" ? await automationsNamed(context, ownerOf(learnt.scope.entity), name, call) : [];
    const [only, other] = elsewhere;
    if (only && !other) return only;
    throw nameTaken(scope, name, cause);
  };

  const existing =
    onConflict === "update" ? await findExisting(context, scope, input, call, learnt.automations) : undefined;
  const record = existing
    ? await resolveConflict(existing, undefined)
    : await sendCreate(context, input, scope, support, resolveConflict, call);
  return new Automation(record, backend);
}

/** Everything an entity owns, as a place to look for automations in. */
function ownerOf(entity: string | undefined): CompiledScope {
  return { kind: "unknown", scopeType: "ENTITY", ...(entity === undefined ? {} : { entity }) };
}
