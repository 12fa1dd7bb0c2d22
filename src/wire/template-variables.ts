/** Kinds of event, as far as they differ in what their templates can say. */
export type TemplateEventGroup = "version" | "alias" | "tag" | "collectionTag" | "metric" | "state";

/** One `${…}` variable of webhook payloads and ARIA prompts. */
export interface TemplateVariable {
  /** As written between `${` and `}`; `artifact_metadata.` stands for any key behind the dot. */
  readonly name: string;
  /** What it stands for. */
  readonly summary: string;
  /** Where W&B documents it; elsewhere it works here, but may be blank on W&B. */
  readonly documentedFor: readonly ("webhook" | "aria")[];
  /** The events that fill it in; with others it is blank. */
  readonly events: readonly TemplateEventGroup[];
}

const ALL = ["version", "alias", "tag", "collectionTag", "metric", "state"] as const;
const ARTIFACT = ["version", "alias", "tag", "collectionTag"] as const;
const VERSION = ["version", "alias", "tag"] as const;
const RUN = ["metric", "state"] as const;
const BOTH = ["webhook", "aria"] as const;
const ARIA = ["aria"] as const;
const WEBHOOK = ["webhook"] as const;

const variable = (
  name: string,
  summary: string,
  documentedFor: TemplateVariable["documentedFor"],
  events: readonly TemplateEventGroup[],
): TemplateVariable => ({ name, summary, documentedFor, events });

/** Every template variable that is documented or that this package fills in. */
export const TEMPLATE_VARIABLES: readonly TemplateVariable[] = [
  variable("project_name", "the project in which it happened", BOTH, ALL),
  variable("entity_name", "the team or organization that owns the project", BOTH, ALL),
  variable("event_type", "what happened, e.g. `LINK_ARTIFACT`", BOTH, ALL),
  variable("event_author", "who did it", BOTH, ALL),
  variable("automation_name", "the automation's name", ARIA, ALL),
  variable("artifact_collection_name", "the collection", BOTH, ARTIFACT),
  variable("artifact_version", "the version, as `wandb-artifact://_id/<id>`", BOTH, VERSION),
  variable(
    "artifact_version_string",
    "the version, as `<entity>/<project>/<collection>:<alias>`",
    BOTH,
    VERSION,
  ),
  variable("artifact_version_index", "the version's number, e.g. `3`", ARIA, VERSION),
  variable("artifact_metadata.", "a top-level key of the version's metadata", BOTH, VERSION),
  variable("alias", "the alias that was added", BOTH, ["alias"]),
  variable("tag", "the tag that was added or removed", BOTH, ["tag", "collectionTag"]),
  variable("run_name", "the run's display name", ARIA, RUN),
  variable("metric_name", "the metric that is watched", ARIA, ["metric"]),
  variable("metric_values", "the values in the window, oldest first", ARIA, ["metric"]),
  variable("metric_filter", "the condition in words", ARIA, ["metric"]),
  variable("metric_filter_short", "the condition in short", ARIA, ["metric"]),
  variable("metric_current_status", "the number that was compared", ARIA, ["metric"]),
  variable("run_status", "the state the run changed to", ARIA, ["state"]),
  variable("ACCESS_TOKEN", "the webhook's access token", WEBHOOK, ALL),
];

const GROUP_OF: Readonly<Record<string, TemplateEventGroup>> = {
  CREATE_ARTIFACT: "version",
  LINK_MODEL: "version",
  UNLINK_ARTIFACT: "version",
  ADD_ARTIFACT_ALIAS: "alias",
  UPDATE_ARTIFACT_ALIAS: "alias",
  ADD_ARTIFACT_TAG: "tag",
  REMOVE_ARTIFACT_TAG: "tag",
  ADD_COLLECTION_TAG: "collectionTag",
  REMOVE_COLLECTION_TAG: "collectionTag",
  RUN_METRIC: "metric",
  RUN_METRIC_CHANGE: "metric",
  RUN_METRIC_ZSCORE: "metric",
  RUN_STATE: "state",
};

/** The variables that events of a type fill in; none for a type that isn't known. */
export function templateVariablesFor(eventType: string): readonly TemplateVariable[] {
  const group = GROUP_OF[eventType];
  return group === undefined ? [] : TEMPLATE_VARIABLES.filter(({ events }) => events.includes(group));
}

/** The variable of that name, `artifact_metadata.<key>` included; `undefined` if there is none. */
export function templateVariable(name: string): TemplateVariable | undefined {
  return TEMPLATE_VARIABLES.find((known) =>
    known.name.endsWith(".")
      ? name.startsWith(known.name) && name.length > known.name.length
      : known.name === name,
  );
}

/** What `${event_type}` renders: the public name of the event, which for `LINK_MODEL` isn't the wire's (documented). */
export function templateEventType(eventType: string): string {
  if (eventType === "LINK_MODEL") return "LINK_ARTIFACT";
  return eventType === "RUN_METRIC" ? "RUN_METRIC_THRESHOLD" : eventType;
}
