import { compileSaved } from "../compile/compile-automation.js";
import { compileCreateInput, compileUpdateInput } from "../compile/mutation-inputs.js";
import { hasErrorCode, ServerError } from "../errors/index.js";
import { Automation } from "../model/automation.js";
import type { UpdateAutomationOptions } from "../model/backend.js";
import type { ClientContext } from "./context.js";
import { nameTaken } from "./existing-automation.js";
import { requireSupport } from "./features.js";
import { sendCreate, sendUpdate } from "./send-saved.js";
import { requireVerified } from "./unverified.js";

/** Writes a saved automation back, with changes. */
export async function updateAutomation(
  context: ClientContext,
  automation: Automation,
  { createMissing = false, allowUnverified, signal, timeoutMs, ...changes }: UpdateAutomationOptions,
): Promise<Automation> {
  const { session, names, integrations, backend } = context;
  const call = session.startCall({ signal, timeoutMs });
  const compiled = compileSaved(automation, changes);
  const { integration, scope, name = automation.name } = compiled;

  const {
    scope: resolved,
    features,
    integrations: firstPage,
  } = await names.learn(
    scope,
    () => ({
      integrations: integration && integrations.remembered(integration, names.entityOf(scope)) === undefined,
    }),
    call,
  );
  // A server that returned an automation can do what is in it; only what is new has to be asked about.
  if (changes.event || changes.action || changes.scope) requireSupport(compiled, features);
  if (changes.event) await requireVerified(compiled, allowUnverified, session, call);
  const integrationId =
    integration && (await integrations.resolve(integration, resolved.entity, firstPage, call));
  const ids = { scopeId: resolved.id, integrationId };
  try {
    const input = { ...compileUpdateInput(compiled, ids), name };
    return new Automation(await sendUpdate(context, input, scope, features.support, call), backend);
  } catch (error) {
    if (!hasErrorCode(error, "NOT_FOUND")) throw error;
    if (!createMissing) {
      throw new ServerError(
        "NOT_FOUND",
        `The automation "${name}" (${automation.id}) isn't there any more.`,
        {
          hint: "Pass createMissing: true to create it again.",
          cause: error,
          status: 404,
        },
      );
    }
  }
  const input = compileCreateInput(compiled, ids);
  const refuse = async (_found: unknown, cause: unknown) => {
    throw nameTaken(scope, name, cause);
  };
  return new Automation(await sendCreate(context, input, scope, features.support, refuse, call), backend);
}
