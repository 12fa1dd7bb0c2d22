import { ValidationError } from "../errors/index.js";

const EXECUTIONS = [
  "Query.triggerExecutions",
  "Project.triggerExecutions",
  "ArtifactCollection.triggerExecutions",
  "ArtifactSequence.triggerExecutions",
  "ArtifactPortfolio.triggerExecutions",
];

/**
 * What the emulator can be without, and the words that then leave its schema, so that a client that doesn't ask
 * first is refused as an older server would refuse it. In capitals the flags that W&B servers report in
 * `serverInfo.features`; the other two have no flag.
 */
const FEATURES = {
  AUTOMATION_ACTION_ARIA: [
    "ARIATriggeredAction",
    "ARIAActionInput",
    "TriggeredActionType.ARIA",
    "TriggeredActionConfig.ariaActionInput",
  ],
  AUTOMATION_ACTION_NO_OP: [],
  AUTOMATION_ACTION_PUSH_NOTIFICATION: [],
  AUTOMATION_EVENT_ADD_ARTIFACT_TAG: ["EventTriggeringConditionType.ADD_ARTIFACT_TAG"],
  AUTOMATION_EVENT_ADD_COLLECTION_TAG: ["EventTriggeringConditionType.ADD_COLLECTION_TAG"],
  AUTOMATION_EVENT_REMOVE_ARTIFACT_TAG: ["EventTriggeringConditionType.REMOVE_ARTIFACT_TAG"],
  AUTOMATION_EVENT_REMOVE_COLLECTION_TAG: ["EventTriggeringConditionType.REMOVE_COLLECTION_TAG"],
  AUTOMATION_EVENT_RUN_METRIC: [],
  AUTOMATION_EVENT_RUN_METRIC_CHANGE: [],
  AUTOMATION_EVENT_RUN_METRIC_ZSCORE: ["EventTriggeringConditionType.RUN_METRIC_ZSCORE"],
  AUTOMATION_EVENT_RUN_STATE: [],
  AUTOMATION_EVENT_UNLINK_ARTIFACT: ["EventTriggeringConditionType.UNLINK_ARTIFACT"],
  AUTOMATION_LAST_EXECUTED_AT: [],
  AUTOMATION_SCOPE_ENTITY: ["TriggerScopeType.ENTITY", "TriggerScope.Entity"],
  AUTOMATIONS_ON_ORGANIZATION: [],
  AUTOMATIONS_ON_USER: [],
  ARTIFACT_REGISTRY_SEARCH: [],
  INCLUDE_ARTIFACT_TYPES_IN_REGISTRY_CREATION: [],
  QUERY_AUTOMATIONS_ON_ENTITY: ["Query.triggers", "Entity.triggers", "Organization.triggers"],
  executionHistory: EXECUTIONS,
  parquetHistory: ["Run.parquetHistory", "RunParquetHistory"],
} as const satisfies Record<string, readonly string[]>;

/** A server feature that the emulator can switch off. */
export type EmulatorFeature = keyof typeof FEATURES;

/** Which features are on. All are, unless named `false`; `"old"` is a server that has none of them. */
export type EmulatorFeatures = "old" | Readonly<Partial<Record<EmulatorFeature, boolean>>>;

/** The features as they are to be. */
export interface ResolvedFeatures {
  /** What `serverInfo.features` lists. */
  readonly flags: readonly { readonly name: string; readonly isEnabled: boolean }[];
  /** The words to leave out of the schema. */
  readonly omitted: ReadonlySet<string>;
  isOn(feature: EmulatorFeature): boolean;
}

/** Reads the `features` option. Throws a ValidationError that lists the names there are for one that isn't. */
export function resolveFeatures(given: EmulatorFeatures = {}): ResolvedFeatures {
  const names = Object.keys(FEATURES) as EmulatorFeature[];
  if (given !== "old") {
    const issues = Object.keys(given)
      .filter((name) => !(names as string[]).includes(name))
      .map((name) => ({
        code: "unknown_feature",
        path: ["features", name],
        message: `${JSON.stringify(name)} isn't a feature; the features are ${names.join(", ")}`,
      }));
    if (issues.length > 0) throw new ValidationError("createEmulator options", issues);
  }
  const isOn = (feature: EmulatorFeature) => given !== "old" && given[feature] !== false;
  return {
    isOn,
    flags: names
      .filter((name) => name === name.toUpperCase())
      .map((name) => ({ name, isEnabled: isOn(name) })),
    omitted: new Set<string>(names.filter((name) => !isOn(name)).flatMap((name) => FEATURES[name])),
  };
}
