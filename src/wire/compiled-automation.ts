import type { ActionConfig } from "./inputs.js";
import type { Secret } from "./secret.js";

/** The integration of an action that isn't known by id yet; it is found, or made, when the automation is saved. */
export type UnresolvedIntegration =
  /** The one Slack integration of the scope's entity. */
  | { readonly kind: "onlySlack" }
  /** A generic webhook integration for that URL, in the scope's entity. */
  | {
      readonly kind: "webhook";
      /** Name to create it under if there is none for the URL; made from the URL where left out. */
      readonly name?: string;
      readonly urlEndpoint: Secret;
      readonly accessTokenRef?: string;
      readonly secretRef?: string;
    };

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
  /**
   * Its `integrationID` is empty as long as {@link CompiledAutomation.integration} is set. Absent for an action of a
   * kind that isn't known, which an update leaves alone.
   */
  readonly actionConfig?: ActionConfig;
  /** Set while the action's integration has no id yet. */
  readonly integration?: UnresolvedIntegration;
}
