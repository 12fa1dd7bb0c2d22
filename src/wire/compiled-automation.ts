import type { ActionConfig } from "./inputs.js";

/**
 * Where an automation watches, as far as it is known. A scope given by name has names and no `id` until it is
 * saved; one read from a server has an `id` and its own name, but not always those of its owners.
 */
export interface CompiledScope {
  readonly kind:
    | "project"
    | "registry"
    | "collection"
    | "registryCollection"
    | "team"
    | "organization"
    | "unknown";
  /** `PROJECT` for projects and registries, `ARTIFACT_COLLECTION`, `ENTITY`; what the server said where `kind` is unknown. */
  readonly scopeType: string;
  readonly id?: string;
  /** Entity (team, user or organization entity) that owns the project, or that the scope is. */
  readonly entity?: string;
  /** Project as the server calls it; a registry `model` is the project `wandb-registry-model`. */
  readonly project?: string;
  readonly collection?: string;
  readonly organization?: string;
}

/**
 * The waist of the package: exactly what a server would receive, before its scope's id is known.
 *
 * Builders compile to it, triggers read from a server become it, and the evaluator, the SQL compiler and the
 * emulator read nothing else, so a dry run also tests the compiler.
 */
export interface CompiledAutomation {
  readonly id?: string;
  readonly name?: string;
  readonly description?: string;
  readonly enabled: boolean;
  readonly scope: CompiledScope;
  /** `EventTriggeringConditionType`, e.g. `RUN_METRIC`; a newer server's own where it isn't known. */
  readonly eventType: string;
  /** The `eventFilter` in its input form: a JSON string. */
  readonly eventFilter: string;
  /** `TriggeredActionType`, e.g. `NOTIFICATION`. */
  readonly actionType: string;
  readonly actionConfig: ActionConfig;
}
