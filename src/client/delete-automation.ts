import { hasErrorCode, ServerError, ValidationError } from "../errors/index.js";
import { type Automation, isAutomation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import { describeValue } from "../model/describe-value.js";
import { DELETE_AUTOMATION } from "../wire/documents.js";
import type { ClientContext } from "./context.js";
import { surviveLostAnswers } from "./lost-answers.js";

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
 * Deletes an automation. Where the answer is lost it is deleted again without a look: ids aren't used twice, so the
 * worst that can happen is that there is nothing left to delete, which is what was wanted.
 */
export async function deleteAutomation(
  { session }: Pick<ClientContext, "session">,
  automation: Automation | string,
  options: RequestOptions,
): Promise<void> {
  const id = automationId(automation);
  const call = session.startCall(options);
  await surviveLostAnswers(
    {
      send: async (sendCall, isRepeated) => {
        try {
          const { result } = await session.run(DELETE_AUTOMATION, { id }, sendCall);
          if (result.success) return;
        } catch (error) {
          if (isRepeated && hasErrorCode(error, "NOT_FOUND")) return;
          throw error;
        }
        throw new ServerError("SERVER", `The server says it didn't delete the automation ${id}.`, {
          operation: DELETE_AUTOMATION.name,
        });
      },
      findResult: async () => undefined,
    },
    call,
    session,
  );
}
