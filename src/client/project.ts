import type { RunHistory } from "../history/run-history.js";
import type { Automation } from "../model/automation.js";
import type { RequestOptions } from "../model/backend.js";
import { type ProjectScope, scopeText } from "../model/scopes.js";
import { CALL_OPTION_NAMES, checkOptions } from "./check-options.js";
import type { ClientContext } from "./context.js";
import { listAutomations } from "./list-automations.js";
import type { Listing } from "./pages.js";
import { listRuns, RUNS_OPTION_NAMES, type RunsOptions } from "./run.js";

/** What {@link Project.automations} takes. */
export interface ProjectAutomationsOptions extends RequestOptions {
  /** Only the automations with exactly this name. */
  readonly name?: string | undefined;
}

/**
 * A project on the server, by name. It is a scope: events take it as it is. Nothing is fetched until it is
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
export class Project implements ProjectScope {
  readonly kind = "project";
  readonly scopeType = "PROJECT";
  readonly entity: string;
  readonly project: string;
  readonly #context: ClientContext;

  constructor(entity: string, project: string, context: ClientContext) {
    this.entity = entity;
    this.project = project;
    this.#context = context;
    Object.freeze(this);
  }

  /** Its automations and those of its collections. The server gives them all at once. */
  automations(options: ProjectAutomationsOptions = {}): Listing<Automation> {
    checkOptions("Project.automations", options, [...CALL_OPTION_NAMES, "name"]);
    return listAutomations(this.#context, { ...options, scope: this });
  }

  /** Its runs, with their rows to be read. */
  runs(options: RunsOptions = {}): Listing<RunHistory> {
    checkOptions("Project.runs", options, RUNS_OPTION_NAMES);
    const { entity, project } = this;
    return listRuns(this.#context.session, async () => ({ entity, project }), options);
  }

  /** Its path: `acme/vision`. */
  toString(): string {
    return scopeText(this);
  }
}
