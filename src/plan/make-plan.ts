import type { ClientContext } from "../client/context.js";
import { requireSupport } from "../client/features.js";
import { requireVerified } from "../client/unverified.js";
import { isAutomationsError } from "../errors/index.js";
import type { RequestOptions } from "../model/backend.js";
import { scopeText } from "../model/scopes.js";
import { compileDesired } from "./desired-automation.js";
import type { NamesOfIds } from "./differences.js";
import { PENDING_ID } from "./find-integration.js";
import { matchAutomations } from "./match-automations.js";
import { checkOwner } from "./owner-marker.js";
import { Plan, type PlanConflict, type PlanSource } from "./plan.js";
import { conflictOf, type Outcome, Planner } from "./planner.js";
import { readServer, type ServerState } from "./read-server.js";
import { type ResolvedDesired, refuseRepeats, resolveDesired } from "./resolved-desired.js";
import { whereToLook } from "./where-to-look.js";

/** Reads the server and compares it with what is wanted. */
export async function makePlan(context: ClientContext, source: PlanSource): Promise<Plan> {
  const { options, destroys } = source;
  const { signal, timeoutMs } = options;
  const owner = checkOwner(options.owner);
  const desired = compileDesired(source.desired);
  const look = whereToLook(options.scopes ?? []);
  const needy = desired.filter(({ compiled }) => compiled.integration !== undefined && !destroys);
  const state = await readServer(
    context,
    {
      scopes: [...desired.map(({ compiled }) => compiled.scope), ...look.scopes],
      entities: look.entities,
      integrationsOf: needy.map(({ compiled }) => compiled.scope),
    },
    { signal, timeoutMs },
  );
  const wanted = destroys ? [] : desired.map((item) => resolveDesired(item, state));
  refuseRepeats(wanted);

  const { found, leftovers } = matchAutomations(wanted, state.records, owner);
  const planner = new Planner(owner, options.adopt === true, namesIn(state, wanted));
  const outcomes: Outcome[] = [];
  for (const want of wanted) {
    const conflict = await problemOf(want, context, state, options);
    outcomes.push(conflict ? { conflict } : planner.plan(want, found.get(want) ?? []));
  }
  const deletions = leftovers.map((record) => planner.remove(record));
  const prunes = destroys || options.prune === true;
  const done = [...outcomes.filter((outcome) => "item" in outcome), ...(prunes ? deletions : [])];
  return new Plan(
    {
      items: done.map(({ item }) => item),
      conflicts: outcomes.flatMap((outcome) => ("conflict" in outcome ? [outcome.conflict] : [])),
      leftovers: prunes ? [] : deletions.map(({ item }) => ({ ...item, action: "none", differences: [] })),
    },
    done.flatMap(({ work }) => (work ? [work] : [])),
    source,
  );
}

/** What stands in the way whatever is there: what the server can't do, or an integration that it hasn't. */
async function problemOf(
  want: ResolvedDesired,
  { session }: ClientContext,
  { features }: ServerState,
  { allowUnverified, signal, timeoutMs }: RequestOptions & { readonly allowUnverified?: boolean | undefined },
): Promise<PlanConflict | undefined> {
  const { compiled, integration } = want;
  if (integration.kind === "missing") return conflictOf(want, integration.message, integration.hint).conflict;
  try {
    // What was written down as a server has it, a server can do.
    if (!want.isKept) requireSupport(compiled, features);
    await requireVerified(compiled, allowUnverified, session, session.startCall({ signal, timeoutMs }));
    return undefined;
  } catch (error) {
    const isAboutIt = isAutomationsError(error) && error.code === "UNSUPPORTED_BY_SERVER";
    if (!isAboutIt) throw error;
    return conflictOf(want, error.message, error.hint).conflict;
  }
}

/** What the ids in a plan's differences stand for. */
function namesIn(state: ServerState, wanted: readonly ResolvedDesired[]): NamesOfIds {
  const scopes = new Map<string, string>();
  const integrations = new Map<string, string>([[PENDING_ID, "a webhook integration that will be created"]]);
  for (const { scope, integration } of state.records) {
    if (scope.id !== undefined) scopes.set(scope.id, scopeText(scope));
    if (!integration) continue;
    const { id, typename, name, teamName = "", channelName = id } = integration;
    integrations.set(
      id,
      typename === "SlackIntegration" ? `Slack ${teamName} ${channelName}` : `webhook ${name ?? id}`,
    );
  }
  for (const { scopeId, compiled } of wanted) scopes.set(scopeId, scopeText(compiled.scope));
  for (const integration of [...state.integrations.values()].flat())
    if (integration.id !== undefined) integrations.set(integration.id, `${integration}`);
  return { scope: (id) => scopes.get(id), integration: (id) => integrations.get(id) };
}
