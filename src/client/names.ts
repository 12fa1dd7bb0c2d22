import type { Call } from "../transport/call.js";
import type { CompiledScope } from "../wire/compiled-automation.js";
import {
  type Connection,
  type IntegrationNode,
  LEAST_SUPPORT,
  type NamesAnswer,
  type NamesQuestion,
  resolveNames,
  type ScopeAnswer,
  SERVER_FEATURES,
  type ServerInfo,
  type TypeSupport,
} from "../wire/documents.js";
import type { TriggerRecord } from "../wire/trigger.js";
import { EVERY_FEATURE, type Features, featuresOf, LISTS_BY_ENTITY } from "./features.js";
import type { KnownAutomations } from "./known-automations.js";
import { hasNames, type ResolvedScope, readScope, scopeKey, unidentified } from "./resolved-scope.js";
import { automationsIn } from "./scope-automations.js";
import { isRefusedDocument, type Session } from "./session.js";

/** What is wanted of a scope besides its id. */
export interface Wanted {
  /** The automations that are there already; in an entity only those of the name. */
  readonly automations?: { readonly named: string } | "all" | undefined;
  /** The first page of its entity's integrations. */
  readonly integrations?: boolean | undefined;
}

/** What was learnt about a scope, in one request or from memory. */
export interface Learnt {
  readonly scope: ResolvedScope;
  readonly features: Features;
  /** Every automation of its project, or those of the name of its entity; undefined if it can't be asked by name. */
  readonly automations: readonly TriggerRecord[] | undefined;
  readonly integrations: Connection<IntegrationNode> | undefined;
}

type Question = Omit<NamesQuestion, "features">;
type Answer = Pick<NamesAnswer, "scopes"> & { readonly features: Features };

/**
 * What names mean on the server, and what the server can do: asked for together, in one request, and remembered. Calls
 * that need the same thing at the same time share one request.
 */
export class Names {
  readonly #session: Session;
  readonly #automations: KnownAutomations;
  readonly #scopes = new Map<string, ResolvedScope>();
  readonly #busy = new Map<string, Promise<unknown>>();
  #features: Features | undefined;

  constructor(session: Session, automations: KnownAutomations) {
    this.#session = session;
    this.#automations = automations;
    if (!session.checksFeatures) this.#features = EVERY_FEATURE;
  }

  /** What the server can do. One that doesn't say can do nothing special, and is asked again the next time. */
  async features(call: Call): Promise<Features> {
    const isNeeded = () => this.#features === undefined;
    const asked = await this.#once(["features"], isNeeded, call, () => this.#askFeatures(call));
    return asked ?? (this.#features as Features);
  }

  /** The ids of scopes, those that aren't remembered in one request. */
  async resolve(scopes: readonly CompiledScope[], call: Call): Promise<ResolvedScope[]> {
    const missing = () => scopes.filter((scope) => this.#known(scope) === undefined);
    const isNeeded = () => missing().length > 0;
    await this.#once(["features", ...scopes.map(scopeKey)], isNeeded, call, async () => {
      const unknown = [...new Map(missing().map((scope) => [scopeKey(scope), scope])).values()];
      const { scopes: answers } = await this.#ask({ scopes: unknown, integrations: false }, call);
      unknown.forEach((scope, i) => void this.#keepScope(scope, answers[i]));
    });
    return scopes.map((scope) => this.#known(scope) as ResolvedScope);
  }

  /**
   * Everything that saving into a scope needs to know, in at most one request if the server has what is asked.
   *
   * @param want says what is wanted. Asked again after a wait for another call, which may have learnt it by then.
   */
  async learn(scope: CompiledScope, want: () => Wanted, call: Call): Promise<Learnt> {
    const isUnknown = () => this.#known(scope) === undefined || this.#features === undefined;
    const isAnswerable = hasNames(scope);
    const work = () => {
      const wanted = want();
      return isAnswerable && (!this.#known(scope) || wanted.automations || wanted.integrations)
        ? this.#learnByName(scope, wanted, call)
        : this.#learnFromMemory(scope, call);
    };
    return (await this.#once(["features", scopeKey(scope)], isUnknown, call, work)) ?? (await work());
  }

  async #learnFromMemory(scope: CompiledScope, call: Call): Promise<Learnt> {
    const known = this.#known(scope);
    if (!known) throw unidentified(scope);
    const features = this.#features ?? (await this.#askFeatures(call));
    return { scope: known, features, automations: undefined, integrations: undefined };
  }

  async #learnByName(
    scope: CompiledScope,
    { automations, integrations }: Wanted,
    call: Call,
  ): Promise<Learnt> {
    const all = automations === "all";
    const named = all ? "" : automations?.named;
    const ask = async (support: TypeSupport) => {
      const question = named === undefined ? undefined : { name: named, support };
      const reply = await this.#ask(
        { scopes: [scope], automations: question, integrations: integrations === true },
        call,
      );
      const records = await automationsIn(reply.scopes[0], question, this.#session, call);
      return { ...reply, answer: reply.scopes[0], records };
    };
    // Before the server has said what it has, it is asked for no more than every server has.
    const least = scope.scopeType === "ENTITY" ? { ...LEAST_SUPPORT, entityScope: true } : LEAST_SUPPORT;
    const support = this.#features?.support ?? least;
    let reply = await ask(support);
    const isPartial = (record: TriggerRecord) =>
      record.actionConfig === undefined && (all || record.name === named);
    if (!support.aria && reply.features.support.aria && reply.records?.some(isPartial)) {
      reply = await ask(reply.features.support);
    }
    const found = this.#keepScope(scope, reply.answer);
    if (reply.answer?.project?.triggers && reply.records) {
      const own = reply.records.filter((record) => record.scope.id === found.id);
      this.#automations.keepAll(found.id, own);
    }
    return {
      scope: found,
      features: reply.features,
      automations: named === undefined ? undefined : reply.records,
      integrations: reply.answer?.owner?.integrations ?? undefined,
    };
  }

  /** The entity of a scope, as far as it is known without asking. */
  entityOf(scope: CompiledScope): string | undefined {
    return this.#known(scope)?.entity ?? scope.entity;
  }

  /** The id of a scope, if saving into it has neither that nor what the server can do to ask for. */
  idOf(scope: CompiledScope): string | undefined {
    return this.#features && this.#known(scope)?.id;
  }

  /** Makes the next call ask for a scope again: the server didn't know the id that was remembered. */
  forget(scope: CompiledScope): void {
    this.#scopes.delete(scopeKey(scope));
  }

  #known(scope: CompiledScope): ResolvedScope | undefined {
    return scope.id === undefined
      ? this.#scopes.get(scopeKey(scope))
      : { id: scope.id, entity: scope.entity };
  }

  #keepScope(scope: CompiledScope, answer: ScopeAnswer | undefined): ResolvedScope {
    const found = readScope(scope, answer ?? { project: null, owner: null });
    this.#scopes.set(scopeKey(scope), found);
    // A scope that came with an id keeps it: its names may be another's by now.
    return scope.id === undefined ? found : { ...found, id: scope.id };
  }

  #keepFeatures(serverInfo: ServerInfo | undefined): Features {
    const features = featuresOf(serverInfo);
    if (serverInfo) this.#features = features;
    return features;
  }

  async #askFeatures(call: Call): Promise<Features> {
    try {
      return this.#keepFeatures((await this.#session.run(SERVER_FEATURES, {}, call)).serverInfo);
    } catch (error) {
      if (isRefusedDocument(error)) return featuresOf(null);
      throw error;
    }
  }

  /** Asks for names and, if they aren't known, features; in pieces if the server doesn't understand it all. */
  async #ask(question: Question, call: Call): Promise<Answer> {
    const known = this.#features;
    const { operation, variables } = resolveNames({ ...question, features: known === undefined });
    try {
      const { scopes, serverInfo } = await this.#session.run(operation, variables, call);
      return { scopes, features: known ?? this.#keepFeatures(serverInfo) };
    } catch (error) {
      if (known || !isRefusedDocument(error)) throw error;
      return await this.#askOlderServer(question, call);
    }
  }

  async #askOlderServer({ automations, ...question }: Question, call: Call): Promise<Answer> {
    const features = await this.#askFeatures(call);
    const canAsk =
      features.has(LISTS_BY_ENTITY) || question.scopes.every((scope) => scope.scopeType !== "ENTITY");
    const { operation, variables } = resolveNames({
      ...question,
      features: false,
      automations: automations && canAsk ? { ...automations, support: features.support } : undefined,
    });
    const { scopes } = await this.#session.run(operation, variables, call);
    return { scopes, features };
  }

  /**
   * Does `work` if it is needed, and still is when those who were already at one of these things are done. No time
   * passes between the last look and the note that somebody is at it, so that of many calls only one asks.
   */
  async #once<T>(
    keys: readonly string[],
    isNeeded: () => boolean,
    call: Call,
    work: () => Promise<T>,
  ): Promise<T | undefined> {
    while (isNeeded()) {
      const others = keys.flatMap((key) => this.#busy.get(key) ?? []);
      if (others.length > 0) {
        await this.#session.waitFor(Promise.allSettled(others), call);
        continue;
      }
      const doing = work();
      for (const key of keys) this.#busy.set(key, doing);
      try {
        return await doing;
      } finally {
        for (const key of keys) this.#busy.delete(key);
      }
    }
    return undefined;
  }
}
