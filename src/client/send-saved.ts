import { hasErrorCode, isAutomationsError } from "../errors/index.js";
import type { Call } from "../transport/call.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import { createAutomation, type Operation, type TypeSupport, updateAutomation } from "../wire/documents.js";
import type { CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../wire/inputs.js";
import { parseTrigger, type TriggerRecord } from "../wire/trigger.js";
import type { ClientContext } from "./context.js";
import { automationsNamed, findExisting } from "./existing-automation.js";
import { surviveLostAnswers } from "./lost-answers.js";
import { isSameAutomation } from "./same-automation.js";

/**
 * The automation that a mutation gave back; it is remembered.
 *
 * @throws UnexpectedResponseError where it gave none that can be read; then it isn't known whether it was applied.
 */
function readSaved(
  { session, automations }: Pick<ClientContext, "session" | "automations">,
  operation: Pick<Operation<object, unknown>, "name" | "kind">,
  { result }: { readonly result?: { readonly trigger?: unknown } | null | undefined },
): TriggerRecord {
  const node = result?.trigger;
  if (node === null || node === undefined)
    throw session.unreadable(operation, "the server returned no automation");
  try {
    const record = parseTrigger(node);
    automations.keep(record);
    return record;
  } catch (error) {
    throw isAutomationsError(error) ? session.unreadable(operation, error.message) : error;
  }
}

/**
 * Decides what becomes of a name that is taken: gives the automation that stands for the result, or throws.
 *
 * @param found the one in the same scope; undefined if there is none, or if it hasn't been looked for.
 */
export type ResolveConflict = (found: TriggerRecord | undefined, cause: unknown) => Promise<TriggerRecord>;

/** Creates an automation, exactly once even if answers get lost. */
export async function sendCreate(
  context: ClientContext,
  input: CreateFilterTriggerInput,
  scope: CompiledScope,
  support: TypeSupport,
  resolveConflict: ResolveConflict,
  call: Call,
): Promise<TriggerRecord> {
  const { session, names, integrations, automations } = context;
  const operation = createAutomation(support);

  /** One of the name that is what was sent is ours, from an attempt whose answer was lost. */
  async function ours(found: TriggerRecord | undefined, cause: unknown): Promise<TriggerRecord> {
    return found && isSameAutomation(found, input) ? found : await resolveConflict(found, cause);
  }

  return await surviveLostAnswers(
    {
      name: operation.name,
      send: async (sendCall, isRepeated) => {
        try {
          return readSaved(context, operation, await session.run(operation, { input }, sendCall));
        } catch (error) {
          if (hasErrorCode(error, "NOT_FOUND") || hasErrorCode(error, "GRAPHQL")) {
            names.forget(scope);
            integrations.forget();
          }
          if (!hasErrorCode(error, "CONFLICT")) throw error;
          automations.forgetScope(input.scopeID);
          // It may have been carried out after it was looked for.
          return isRepeated
            ? await ours(await findExisting(context, scope, input, call), error)
            : await resolveConflict(undefined, error);
        }
      },
      findResult: async (readCall) => {
        const found = await findExisting(context, scope, input, readCall);
        return found && (await ours(found, undefined));
      },
    },
    call,
    session,
  );
}

/** Writes an automation back. */
export async function sendUpdate(
  context: ClientContext,
  input: UpdateFilterTriggerInput & { readonly name: string },
  scope: CompiledScope,
  support: TypeSupport,
  call: Call,
): Promise<TriggerRecord> {
  const { session, automations } = context;
  const operation = updateAutomation(support);
  return await surviveLostAnswers(
    {
      name: operation.name,
      send: async (sendCall) => {
        try {
          return readSaved(context, operation, await session.run(operation, { input }, sendCall));
        } catch (error) {
          if (hasErrorCode(error, "NOT_FOUND")) automations.forget(input.id);
          throw error;
        }
      },
      findResult: async (readCall) => {
        const found = await automationsNamed(context, scope, input.name, readCall);
        return found.find((record) => record.id === input.id && isSameAutomation(record, input));
      },
    },
    call,
    session,
  );
}
