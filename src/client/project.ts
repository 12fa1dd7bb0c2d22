import { ValidationError } from "../errors/index.js";
import type { RunHistory } from "../history/run-history.js";
import { Automation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import type { ProjectScope, RegistryScope } from "../model/scopes.js";
import { scopeText } from "../model/scopes.js";
import { checkOptions } from "./check-options.js";
import type { ClientContext } from "./context.js";
import { Listing } from "./pages.js";
import { listRuns, RUNS_OPTION_NAMES, type RunsOptions } from "./run.js";

/** What {@link Project.automations} takes. */
export interface ProjectAutomationsOptions extends RequestOptions {
  /** Only the automations with exactly this name. */
  readonly name?: string | undefined;
}

/**
 * A project or registry on the server, by name. It is a scope: events take it as it is. Nothing is fetched until it is
 * asked for.
 *
 * @example
 * ```ts no-run
 * import { Api } from "wandb-automations";
 *
 * const project = new Api().project("acme/vision");
 * for await (const automation of project.automations()) {
 *   console.log(automation.name, automation.enabled, `${automation.event}`);
 * }
 * ```
 */
export class Project {
  readonly kind: "project" | "registry";
  readonly scopeType = "PROJECT";
  declare readonly entity?: string;
  declare readonly organization?: string;
  readonly project: string;
  readonly #context: ClientContext;

  constructor(scope: ProjectScope | RegistryScope, context: ClientContext) {
    this.kind = scope.kind;
    if (scope.entity !== undefined) this.entity = scope.entity;
    if (scope.organization !== undefined) this.organization = scope.organization;
    this.project = scope.project ?? "";
    this.#context = context;
    Object.freeze(this);
  }

  /** Its automations and those of its collections. The server gives them all at once. */
  automations(options: ProjectAutomationsOptions = {}): Listing<Automation> {
    checkOptions("Project.automations", options, ["name", "signal", "timeoutMs"]);
    const { session, names, backend } = this.#context;
    const { name, ...callOptions } = options;
    return new Listing(async () => {
      const call = session.startCall(callOptions);
      const records = await names.automationsIn(this, call);
      const items = records.filter((record) => name === undefined || record.name === name);
      return {
        items: items.map((record) => new Automation(record, backend)),
        endCursor: null,
        hasNextPage: false,
      };
    }, undefined);
  }

  /**
   * Its runs, with their rows to be read.
   *
   * @throws ValidationError for a registry, which has none.
   */
  runs(options: RunsOptions = {}): Listing<RunHistory> {
    checkOptions("Project.runs", options, RUNS_OPTION_NAMES);
    const { session } = this.#context;
    const { entity, project } = this;
    if (entity === undefined) {
      const message = `must be a project, got the registry ${this}, which has no runs`;
      throw new ValidationError("Project.runs", [{ code: "scope_not_allowed", path: ["scope"], message }]);
    }
    return listRuns(session, async () => ({ entity, project }), options);
  }

  /** Its path: `acme/vision`. */
  toString(): string {
    return scopeText(this);
  }
}
