import type { ClientContext } from "../client/context.js";
import { deleteAutomation } from "../client/delete-automation.js";
import { findExisting } from "../client/existing-automation.js";
import { isSameAutomation } from "../client/same-automation.js";
import { type ResolveConflict, sendCreate, sendUpdate } from "../client/send-saved.js";
import { hasErrorCode, isAutomationsError, ServerError } from "../errors/index.js";
import { Automation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import type { Call } from "../transport/call.js";
import { type BatchStep, type StepAnswer, saveBatch } from "../wire/documents/save-batch.js";
import { parseTrigger, type TriggerRecord } from "../wire/trigger.js";
import type { PlannedWork } from "./planned-work.js";

/** One change on its way. */
export interface Step {
  readonly work: PlannedWork;
  readonly step: BatchStep;
}

/**
 * Sends changes in one request.
 *
 * @returns the ids of what was saved, in the order of the steps.
 * @throws AutomationsError unless every step is known to be done; then any of them may be.
 */
export async function sendTogether(
  { session, names, automations }: ClientContext,
  steps: readonly Step[],
  call: Call,
): Promise<string[]> {
  const { support } = await names.features(call);
  const { operation, variables } = saveBatch(
    steps.map(({ step }) => step),
    support,
  );
  const answers = await session.run(operation, variables, call);
  return steps.map(({ step }, i) => {
    if (step.kind === "delete") {
      if (answers[i]?.success !== true) throw session.unreadable(operation, `${step.id} wasn't deleted`);
      automations.forget(step.id);
      return step.id;
    }
    const record = readTrigger(answers[i], (what) => session.unreadable(operation, what));
    automations.keep(record);
    return record.id;
  });
}

function readTrigger(answer: StepAnswer | undefined, unreadable: (what: string) => Error): TriggerRecord {
  if (!answer?.trigger) throw unreadable("the server returned no automation");
  try {
    return parseTrigger(answer.trigger);
  } catch (error) {
    throw isAutomationsError(error) ? unreadable(error.message) : error;
  }
}

/** Which steps have been carried out, going by what is on the server, and the ids of what they left. */
export function findDone(
  steps: readonly Step[],
  records: readonly TriggerRecord[],
): ReadonlyMap<Step, string> {
  const byId = new Map(records.map((record) => [record.id, record]));
  const done = new Map<Step, string>();
  for (const each of steps) {
    const { step } = each;
    if (step.kind === "delete") {
      if (!byId.has(step.id)) done.set(each, step.id);
      continue;
    }
    const { input } = step;
    const there =
      step.kind === "update"
        ? byId.get(step.input.id)
        : records.find(({ name, scope }) => name === input.name && scope.id === input.scopeID);
    if (there && isSameAutomation(there, input)) done.set(each, there.id);
  }
  return done;
}

/**
 * Sends one change, exactly once even if answers get lost.
 *
 * @returns the id of what was saved or deleted.
 */
export async function sendOne(
  context: ClientContext,
  { work, step }: Step,
  request: RequestOptions,
): Promise<string> {
  const call = context.session.startCall(request);
  const { support } = await context.names.features(call);
  if (step.kind === "update") {
    const input = { ...step.input, name: work.item.name };
    return (await sendUpdate(context, input, work.scope, support, call)).id;
  }
  if (step.kind === "create") {
    const { input } = step;
    // One that is what was to be made was made by an earlier attempt: it carries this owner's marker.
    const resolveConflict: ResolveConflict = async (given, cause) => {
      const found = given ?? (await findExisting(context, work.scope, input, call));
      if (found && isSameAutomation(found, input)) return found;
      throw madeSince(work, cause);
    };
    return (await sendCreate(context, input, work.scope, support, resolveConflict, call)).id;
  }
  const { record } = work;
  try {
    await deleteAutomation(context, record ? new Automation(record, context.backend) : step.id, request);
  } catch (error) {
    // Somebody else was faster, or an earlier attempt was.
    if (!hasErrorCode(error, "NOT_FOUND")) throw error;
  }
  return step.id;
}

/** The error of a name that somebody took between the last look and the creation. */
function madeSince({ item: { name, scope } }: PlannedWork, cause: unknown): ServerError {
  return new ServerError("CONFLICT", `An automation named "${name}" was made in ${scope} meanwhile.`, {
    hint: "Plan again: the new plan says in what it differs.",
    ...(cause === undefined ? {} : { cause }),
  });
}
