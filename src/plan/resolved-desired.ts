import { ValidationError } from "../errors/index.js";
import { scopeText } from "../model/scopes.js";
import type { CompiledDesired } from "./desired-automation.js";
import { type FoundIntegration, findIntegration, PENDING_ID } from "./find-integration.js";
import type { PendingIntegration } from "./planned-work.js";
import type { ServerState } from "./read-server.js";

/** A desired automation with what the server knows about its names. */
export interface ResolvedDesired extends CompiledDesired {
  readonly scopeId: string;
  readonly entity: string | undefined;
  readonly integration: FoundIntegration;
}

export function resolveDesired(item: CompiledDesired, state: ServerState): ResolvedDesired {
  const { scope, integration } = item.compiled;
  const { id, entity } = state.resolved(scope);
  const there = entity === undefined ? [] : (state.integrations.get(entity) ?? []);
  return { ...item, scopeId: id, entity, integration: findIntegration(integration, entity, there) };
}

/** The id of the integration, as far as it is known; a stand-in for one that isn't there yet. */
export function integrationIdOf({ integration }: ResolvedDesired): string | undefined {
  if (integration.kind === "found") return integration.id;
  return integration.kind === "pending" ? PENDING_ID : undefined;
}

/** The integration that has to be made first, if there is one. */
export function pendingOf({ integration, entity }: ResolvedDesired): PendingIntegration | undefined {
  return integration.kind === "pending" ? { wanted: integration.wanted, entity } : undefined;
}

/** @throws ValidationError naming every name that a scope would have twice. */
export function refuseRepeats(resolved: readonly ResolvedDesired[]): void {
  const seen = new Map<string, ResolvedDesired>();
  const issues = resolved.flatMap((want, i) => {
    const place = JSON.stringify([want.scopeId, want.name]);
    const first = seen.get(place);
    if (!first) {
      seen.set(place, want);
      return [];
    }
    const both = [first.key, want.key].filter((key) => key !== "").join(" and ");
    const who = both === "" ? "" : ` (${both})`;
    const message = `"${want.name}" is there twice in ${scopeText(want.compiled.scope)}${who}: names must be unique in a scope`;
    return [{ code: "repeated_name", path: ["desired", i, "name"], message }];
  });
  if (issues.length > 0) throw new ValidationError("Plan", issues);
}
