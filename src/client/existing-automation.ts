import { hasErrorCode, ServerError } from "../errors/index.js";
import { scopeText } from "../model/scopes.js";
import type { Call } from "../transport/call.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import type { CreateFilterTriggerInput } from "../wire/inputs.js";
import type { TriggerRecord } from "../wire/trigger.js";
import type { ClientContext } from "./context.js";
import { listAutomations } from "./list-automations.js";
import { hasNames } from "./resolved-scope.js";

/** The automations of that name that the scope's project or entity has, or that are visible at all. */
export async function automationsNamed(
  context: ClientContext,
  scope: CompiledScope,
  name: string,
  call: Call,
): Promise<TriggerRecord[]> {
  const { automations } = hasNames(scope)
    ? await context.names.learn(scope, () => ({ automations: { named: name } }), call)
    : { automations: undefined };
  if (automations) return automations.filter((record) => record.name === name);
  const timeoutMs = call.deadline - context.session.clock.now();
  const { entity } = scope;
  const all = await listAutomations(context, { entity, name, signal: call.signal, timeoutMs }).toArray();
  return all.map((automation) => automation.record);
}

/**
 * The automation that has the input's name in its scope already.
 *
 * @param known automations that were read before, so that they needn't be read again.
 * @throws ServerError `CONFLICT` if there are several: then none is the one that is meant.
 */
export async function findExisting(
  context: ClientContext,
  scope: CompiledScope,
  { name, scopeID }: Pick<CreateFilterTriggerInput, "name" | "scopeID">,
  call: Call,
  known?: readonly TriggerRecord[],
): Promise<TriggerRecord | undefined> {
  const all = known ?? (await automationsNamed(context, scope, name, call));
  const [first, second] = all.filter((record) => record.name === name && record.scope.id === scopeID);
  if (!second) return first;
  throw new ServerError("CONFLICT", `Several automations in ${scopeText(scope)} are named "${name}".`, {
    hint: "Change or delete them by id: api.automations({ name }) lists them.",
  });
}

/** The error of a name that is taken. */
export function nameTaken(scope: CompiledScope, name: string, cause: unknown): ServerError {
  const status = hasErrorCode(cause, "CONFLICT") ? (cause as ServerError).status : undefined;
  return new ServerError(
    "CONFLICT",
    `An automation named "${name}" already exists (saving to ${scopeText(scope)}).`,
    {
      hint: 'Choose another name, or say what to do with the one that is there: onConflict: "fetch" or "update".',
      ...(cause === undefined ? {} : { cause }),
      ...(status === undefined ? {} : { status }),
    },
  );
}
