import { ServerError } from "../errors/index.js";
import type { RunHistory } from "../history/run-history.js";
import type { Automation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import {
  type Integration,
  type NewWebhookIntegration,
  type SlackIntegration,
  WebhookIntegration,
} from "../model/integrations.js";
import { parseScope } from "../model/parse-scope.js";
import {
  type CollectionScope,
  type OrganizationScope,
  organization,
  type RegistryCollectionScope,
  type RegistryScope,
  registry,
  registryCollection,
  type Scope,
  type TeamScope,
  team,
} from "../model/scopes.js";
import type { Call } from "../transport/call.js";
import type { IntegrationNode } from "../wire/documents.js";
import type { ApiOptions } from "./api-options.js";
import { AutomationStore } from "./automation-store.js";
import { CALL_OPTION_NAMES, checkOptions, LIST_OPTION_NAMES, wrongArgument } from "./check-options.js";
import { type ClientContext, contextOf } from "./context.js";
import { type Fetched, fetchScopes } from "./fetch-scopes.js";
import { slackIntegration, usableIntegration, webhookIntegration } from "./integrations.js";
import { type AutomationsOptions, listAutomations } from "./list-automations.js";
import type { Listing, ListOptions } from "./pages.js";
import { Project } from "./project.js";
import { listRuns, RUNS_OPTION_NAMES, Run, type RunsOptions } from "./run.js";
import { pathParts, runPath } from "./scope-paths.js";
import type { SessionParts } from "./session.js";
import { fetchViewer, type Viewer } from "./viewer.js";

/** What the listings of integrations take. */
export interface IntegrationsOptions extends ListOptions {
  /** Team (or user) whose integrations are listed. Default: the Api's entity. */
  readonly entity?: string | undefined;
}

/** What {@link Api.createWebhookIntegration} takes. */
export interface CreateWebhookOptions extends NewWebhookIntegration, RequestOptions {
  /** Team (or user) that gets the integration. Default: the Api's entity. */
  readonly entity?: string | undefined;
}

/**
 * A W&B server, or this package's emulator, with the key to it.
 *
 * Making one does nothing but check what it is given. Key and server are looked up at the first call, as the Python SDK
 * looks them up. Names and what the server can do are asked for once and remembered.
 *
 * @throws ValidationError for an option that can't be one.
 * @throws AuthError `AUTH_MALFORMED` for a key that can't be one.
 * @throws AutomationsError `CONFIG_INVALID` for a `baseUrl` that can't be one.
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 *
 * const api = new Api({ timeoutMs: 10_000 });
 * for await (const automation of api.automations({ entity: "acme" })) console.log(`${automation}`);
 * ```
 */
export class Api extends AutomationStore {
  readonly #entity: string | undefined;
  readonly #context: ClientContext;

  /** @param internals what tests replace: time and chance. */
  constructor(options: ApiOptions = {}, internals: SessionParts = {}) {
    super(options, internals);
    this.#entity = options.entity;
    this.#context = contextOf(this);
  }

  /**
   * Asks the server who the key's owner is: the way to check a key.
   *
   * @throws AuthError without a key. @throws ServerError `AUTHENTICATION` for one the server doesn't know.
   */
  async viewer(options: RequestOptions = {}): Promise<Viewer> {
    checkOptions("viewer", options, CALL_OPTION_NAMES);
    return await fetchViewer(this.#context.session, options);
  }

  /**
   * Lists automations: an entity's with those of its projects and collections, a scope's, or, without either, those of
   * every project that the key's owner sees (as the Python SDK does; these don't include automations on whole entities).
   */
  automations(options: AutomationsOptions = {}): Listing<Automation> {
    checkOptions("automations", options, [...LIST_OPTION_NAMES, "entity", "name", "scope"]);
    if (options.scope !== undefined && options.entity !== undefined) {
      throw wrongArgument("automations", "entity", "must be left out when scope is given", options.entity);
    }
    return listAutomations(this.#context, options);
  }

  /**
   * The one automation of a name.
   *
   * @throws ServerError `NOT_FOUND` if there is none, `CONFLICT` if there are several.
   */
  async automation(
    options: { readonly name: string; readonly entity?: string | undefined } & RequestOptions,
  ): Promise<Automation> {
    checkOptions("automation", options, [...CALL_OPTION_NAMES, "entity", "name"]);
    const name: unknown = options?.name;
    if (typeof name !== "string")
      throw wrongArgument("automation", "name", "must be the automation's name", name);
    const found: Automation[] = [];
    for await (const automation of listAutomations(this.#context, options)) {
      if (found.push(automation) > 1) break;
    }
    const [only, second] = found;
    const where = options.entity === undefined ? "the projects you see" : options.entity;
    if (second) {
      throw new ServerError("CONFLICT", `Several automations in ${where} are named "${name}".`, {
        hint: "List them with api.automations({ name }) and pick one by its scope or id.",
      });
    }
    if (!only) {
      throw new ServerError("NOT_FOUND", `No automation in ${where} is named "${name}".`, {
        hint: "Name the entity if it is on a team as a whole: api.automation({ name, entity }).",
      });
    }
    return only;
  }

  /** Lists the integrations that actions can use. */
  integrations(options: IntegrationsOptions = {}): Listing<Integration> {
    return this.#integrations("integrations", usableIntegration, options);
  }

  /** Lists Slack integrations. They are made in W&B's UI. */
  slackIntegrations(options: IntegrationsOptions = {}): Listing<SlackIntegration> {
    return this.#integrations("slackIntegrations", slackIntegration, options);
  }

  /** Lists webhook integrations. */
  webhookIntegrations(options: IntegrationsOptions = {}): Listing<WebhookIntegration> {
    return this.#integrations("webhookIntegrations", webhookIntegration, options);
  }

  /**
   * Makes a webhook integration. The Python SDK can't: the mutation it uses is known from its generated code only.
   *
   * @param options name (at most 64 letters, digits, `-`, `_`, in words), URL, and names of team secrets.
   * @throws ValidationError for a name or URL that can't be one.
   * @example
   * ```ts no-run
   * import { Api } from "wandb-automations";
   *
   * const options = { entity: "acme", name: "deploy", urlEndpoint: "https://ci.example/hook" };
   * const webhook = await new Api().createWebhookIntegration({ ...options, accessTokenRef: "CI_TOKEN" });
   * console.log(webhook.id);
   * ```
   */
  async createWebhookIntegration(options: CreateWebhookOptions): Promise<WebhookIntegration> {
    const { entity, signal, timeoutMs, ...integration } = options ?? {};
    checkOptions("createWebhookIntegration", { entity, signal, timeoutMs }, [...CALL_OPTION_NAMES, "entity"]);
    if (Object.hasOwn(integration, "id")) {
      throw wrongArgument(
        "createWebhookIntegration",
        "id",
        "must be left out: the server gives it",
        integration,
      );
    }
    new WebhookIntegration(integration);
    const { session, integrations } = this.#context;
    const call = session.startCall({ signal, timeoutMs });
    const { id, name, urlEndpoint } = await integrations.create(
      entity ?? (await session.defaultEntity(call)),
      integration,
      call,
    );
    return new WebhookIntegration({ id, name, urlEndpoint });
  }

  /**
   * A project by its path. Fetches nothing; {@link Api.resolveScopes} does.
   *
   * @param path `"entity/project"`, or `"project"` if the Api was made with an `entity`.
   * @throws ValidationError for a path of another shape, or a registry's.
   */
  project(path: string): Project {
    const own = this.#entity;
    const full = typeof path === "string" && !path.includes("/") && own ? `${own}/${path}` : path;
    const { kind, entity = "", project = "" } = parseScope(full);
    if (kind === "project") return new Project(entity, project, this.#context);
    throw wrongArgument("project", "path", 'must be "entity/project" (for a registry: registry(path))', path);
  }

  /**
   * Looks a collection up, of a project or (`"organization/wandb-registry-model/collection"`) a registry.
   *
   * @param path `"entity/project/collection"`; what is left out at its front is the Api's own.
   * @throws ServerError `NOT_FOUND`.
   */
  async collection(
    path: string,
    options: RequestOptions = {},
  ): Promise<Fetched<CollectionScope | RegistryCollectionScope>> {
    const make = (full: string) => parseScope(full) as CollectionScope | RegistryCollectionScope;
    return await this.#fetch("collection", path, "entity/project/collection", make, options);
  }

  /** Looks a registry up: `"organization/registry"`. @throws ServerError `NOT_FOUND`. */
  async registry(path: string, options: RequestOptions = {}): Promise<Fetched<RegistryScope>> {
    return await this.#fetch("registry", path, "organization/registry", registry, options);
  }

  /** Looks a registry's collection up: `"organization/registry/collection"`. @throws ServerError `NOT_FOUND`. */
  async registryCollection(
    path: string,
    options: RequestOptions = {},
  ): Promise<Fetched<RegistryCollectionScope>> {
    const shape = "organization/registry/collection";
    return await this.#fetch("registryCollection", path, shape, registryCollection, options);
  }

  /** Looks a team up. @throws ServerError `NOT_FOUND`. @throws ValidationError if it is a person's entity. */
  async team(name: string, options: RequestOptions = {}): Promise<Fetched<TeamScope>> {
    return await this.#fetch("team", name, "entity", team, options);
  }

  /** Looks an organization up. @throws ServerError `NOT_FOUND`. */
  async organization(name: string, options: RequestOptions = {}): Promise<Fetched<OrganizationScope>> {
    return await this.#fetch("organization", name, "organization", organization, options);
  }

  /**
   * Looks any number of scopes up in one request and remembers them, e.g. before many automations are saved.
   *
   * @throws ServerError `NOT_FOUND` naming the first that isn't there.
   */
  async resolveScopes(
    scopes: readonly (Scope | string)[],
    options: RequestOptions = {},
  ): Promise<Fetched<Scope>[]> {
    checkOptions("resolveScopes", options, CALL_OPTION_NAMES);
    const { session, names } = this.#context;
    return await fetchScopes(names, scopes, session.startCall(options));
  }

  /**
   * A run by its path. Fetches nothing until it is read.
   *
   * @param path `"entity/project/run id"`; what is left out at its front is the Api's own.
   */
  run(path: string): Run {
    const { session } = this.#context;
    return new Run(session, (call) => runPath(path, session, call));
  }

  /** Lists a project's runs, with their rows to be read: what dry runs take. */
  runs(path: string, options: RunsOptions = {}): Listing<RunHistory> {
    checkOptions("runs", options, RUNS_OPTION_NAMES);
    const { session } = this.#context;
    const find = async (call: Call) => {
      const [entity = "", project = ""] = await pathParts(path, "entity/project", session, call);
      return { entity, project };
    };
    return listRuns(session, find, options);
  }

  #integrations<T>(
    subject: string,
    pick: (node: IntegrationNode) => T | undefined,
    options: IntegrationsOptions,
  ): Listing<T> {
    checkOptions(subject, options, [...LIST_OPTION_NAMES, "entity"]);
    const { entity, ...listOptions } = options;
    return this.#context.integrations.list(entity, pick, listOptions);
  }

  async #fetch<S extends Scope>(
    subject: string,
    path: string,
    shape: string,
    make: (path: string) => S,
    options: RequestOptions,
  ): Promise<Fetched<S>> {
    checkOptions(subject, options, CALL_OPTION_NAMES);
    const { session, names } = this.#context;
    const call = session.startCall(options);
    const parts = await pathParts(path, shape, session, call);
    const [found] = await fetchScopes(names, [make(parts.join("/"))], call);
    return found as Fetched<S>;
  }
}
