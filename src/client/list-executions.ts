import { ServerError, UnsupportedByServerError } from "../errors/index.js";
import type { HistoryOptions } from "../model/backend.js";
import { type ExecutionNode, TRIGGER_EXECUTIONS } from "../wire/documents.js";
import type { Execution } from "../wire/execution.js";
import type { ClientContext } from "./context.js";
import { DEFAULT_PER_PAGE, Listing, position } from "./pages.js";
import { isRefusedDocument } from "./session.js";

function toExecution(node: ExecutionNode): Execution {
  const { id, triggerID, triggerName, createdAt, state, event, action, result } = node;
  return Object.freeze({
    id,
    triggerId: triggerID ?? null,
    name: triggerName,
    createdAt,
    state,
    event: event ? { eventType: event.eventType ?? "UNKNOWN", data: event.data ?? null } : null,
    action: action ? { actionType: action.actionType ?? "UNKNOWN", data: action.data ?? null } : null,
    result: result ? { resultType: result.resultType ?? "UNKNOWN", data: result.data ?? null } : null,
  });
}

/** Whether the server refused because it doesn't know executions: its validator then names the field or a type. */
function lacksExecutions(error: unknown): boolean {
  return (
    isRefusedDocument(error) &&
    error.messages.some((message) => /trigger_?executions?|Details|ActionArgs/i.test(message))
  );
}

/** Lists when an automation fired and how that went. */
export function listExecutions(
  { session }: Pick<ClientContext, "session">,
  id: string,
  { perPage = DEFAULT_PER_PAGE, start, ...callOptions }: HistoryOptions,
): Listing<Execution> {
  return new Listing(async (cursor) => {
    const call = session.startCall(callOptions);
    const asked = session.run(TRIGGER_EXECUTIONS, { id, cursor, perPage }, call);
    const { triggerExecutions } = await asked.catch((error) => {
      if (!lacksExecutions(error)) throw error;
      throw new UnsupportedByServerError("The server doesn't tell when automations fired.", {
        hint: "Its history is in W&B's UI; this package's emulator tells it.",
        cause: error,
      });
    });
    if (!triggerExecutions) throw new ServerError("NOT_FOUND", `The automation ${id} isn't on the server.`);
    const { edges, pageInfo } = triggerExecutions;
    return {
      items: edges.flatMap((edge) => (edge?.node ? toExecution(edge.node) : [])),
      ...position(pageInfo),
    };
  }, start);
}
