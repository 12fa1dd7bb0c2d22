import { hasErrorCode, ServerError, ValidationError } from "../errors/index.js";
import { type Automation, isAutomation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import { describeValue } from "../model/describe-value.js";
import type { Scope } from "../model/scopes.js";
import type { Call } from "../transport/call.js";
import { DELETE_AUTOMATION } from "../wire/documents.js";
import type { ClientContext } from "./context.js";
import { listAutomations } from "./list-automations.js";
import { surviveLostAnswers } from "./lost-answers.js";
import { hasNames } from "./resolved-scope.js";

/**
 * The id of an automation given as such or by its id.
 *
 * @throws ValidationError when it is neither.
 */
export function automationId(given: unknown): string {
  if (isAutomation(given)) return given.id;
  if (typeof given === "string" && given !== "") return given;
  const message = `must be a saved Automation or its id, got ${describeValue(given)}`;
  throw new ValidationError("Automation", [{ code: "invalid_automation", path: ["automation"], message }]);
}

/**
 * Whether an automation is gone, found out by listing what is in its scope; where that isn't known, because all there
 * is is an id, what is in every project the key's owner sees.
 *
 * @throws Error if it isn't found and may yet be somewhere else.
 */
async function isGone(context: ClientContext, given: Automation | string, call: Call): Promise<boolean> {
  const { id, scope } =
    typeof given === "string"
      ? { id: given, scope: context.automations.get(given)?.scope }
      : { id: given.id, scope: given.record.scope };
  const { session } = context;
  const timeoutMs = call.deadline - session.clock.now();
  const place = scope && hasNames(scope) ? { scope: scope as Scope } : {};
  for await (const { id: other } of listAutomations(context, { ...place, signal: call.signal, timeoutMs })) {
    if (other === id) return false;
  }
  if ("scope" in place) return true;
  throw new ServerError("NOT_FOUND", `The automation ${id} isn't in any project this key sees.`);
}

/** Deletes an automation. Where the answer is lost, it is deleted again only if a read has shown that it is still there. */
export async function deleteAutomation(
  context: ClientContext,
  automation: Automation | string,
  options: RequestOptions,
): Promise<void> {
  const { session, automations } = context;
  const id = automationId(automation);
  const call = session.startCall(options);
  await surviveLostAnswers(
    {
      name: DELETE_AUTOMATION.name,
      send: async (sendCall, isRepeated) => {
        try {
          const { result } = await session.run(DELETE_AUTOMATION, { id }, sendCall);
          if (result.success) return true;
        } catch (error) {
          if (isRepeated && hasErrorCode(error, "NOT_FOUND")) return true;
          throw error;
        }
        throw new ServerError("SERVER", `The server says it didn't delete the automation ${id}.`, {
          operation: DELETE_AUTOMATION.name,
        });
      },
      findResult: async (readCall) => (await isGone(context, automation, readCall)) || undefined,
    },
    call,
    session,
  );
  automations.forget(id);
}
