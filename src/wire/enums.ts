/** What the server calls the kinds of event. Python's `LINK_ARTIFACT` is `LINK_MODEL` here. */
export const EventType = {
  ADD_ARTIFACT_ALIAS: "ADD_ARTIFACT_ALIAS",
  ADD_ARTIFACT_TAG: "ADD_ARTIFACT_TAG",
  ADD_COLLECTION_TAG: "ADD_COLLECTION_TAG",
  CREATE_ARTIFACT: "CREATE_ARTIFACT",
  LINK_ARTIFACT: "LINK_MODEL",
  REMOVE_ARTIFACT_TAG: "REMOVE_ARTIFACT_TAG",
  REMOVE_COLLECTION_TAG: "REMOVE_COLLECTION_TAG",
  RUN_METRIC_THRESHOLD: "RUN_METRIC",
  RUN_METRIC_CHANGE: "RUN_METRIC_CHANGE",
  RUN_METRIC_ZSCORE: "RUN_METRIC_ZSCORE",
  RUN_STATE: "RUN_STATE",
  UNLINK_ARTIFACT: "UNLINK_ARTIFACT",
  /** Read from servers, never created. */
  UPDATE_ARTIFACT_ALIAS: "UPDATE_ARTIFACT_ALIAS",
} as const;
export type EventType = (typeof EventType)[keyof typeof EventType];

export const ScopeType = {
  PROJECT: "PROJECT",
  ARTIFACT_COLLECTION: "ARTIFACT_COLLECTION",
  ENTITY: "ENTITY",
} as const;
export type ScopeType = (typeof ScopeType)[keyof typeof ScopeType];

export const ActionType = {
  NOTIFICATION: "NOTIFICATION",
  GENERIC_WEBHOOK: "GENERIC_WEBHOOK",
  NO_OP: "NO_OP",
  ARIA: "ARIA",
  /** Read from servers, never created. */
  QUEUE_JOB: "QUEUE_JOB",
  /** Read from servers, never created. */
  PUSH_NOTIFICATION: "PUSH_NOTIFICATION",
} as const;
export type ActionType = (typeof ActionType)[keyof typeof ActionType];

export const AlertSeverity = { INFO: "INFO", WARN: "WARN", ERROR: "ERROR" } as const;
export type AlertSeverity = (typeof AlertSeverity)[keyof typeof AlertSeverity];

/** `SUM` is this project's: no W&B server is known to accept it (docs/semantics.md). */
export type WireAggregation = "MAX" | "MIN" | "AVERAGE" | "SUM";
/** `$eq` and `$ne` are documented by the product, but the Python SDK can't send them. */
export type WireComparison = "$gt" | "$gte" | "$lt" | "$lte" | "$eq" | "$ne";
export type WireChangeType = "ABSOLUTE" | "RELATIVE";
export type WireChangeDirection = "INCREASE" | "DECREASE" | "ANY";
export type WireRunState = "RUNNING" | "FINISHED" | "FAILED";
