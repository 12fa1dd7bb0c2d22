import type { MetricFiring, StateFiring } from "../../evaluate/verdict/firing.js";
import type { TemplateValues } from "../../wire/template.js";
import { templateEventType } from "../../wire/template-variables.js";
import type { ArtifactHappened } from "../emulator-event.js";
import type { Directory } from "../store/directory.js";
import type {
  AutomationRecord,
  EventDetails,
  ProjectRecord,
  RunRecord,
  VersionRecord,
} from "../store/records.js";

/** Names and values around a firing. */
export interface EventFacts {
  /** `TriggerExecution.event.data`. */
  readonly details: EventDetails;
  /** What templates can say. */
  readonly variables: TemplateValues;
}

function placeOf(directory: Directory, project: ProjectRecord) {
  return { projectName: project.name, entityName: directory.entityOf(project).name };
}

function commonVariables(
  automation: AutomationRecord,
  { projectName, entityName }: ReturnType<typeof placeOf>,
  author: string,
): TemplateValues {
  return {
    project_name: projectName,
    entity_name: entityName,
    event_type: templateEventType(automation.eventType),
    event_author: author,
    automation_name: automation.name,
  };
}

/** The facts of a run's firing. `title` is the condition in words. */
export function runFacts(
  automation: AutomationRecord,
  firing: MetricFiring | StateFiring,
  title: string,
  run: RunRecord,
  project: ProjectRecord,
  directory: Directory,
): EventFacts {
  const place = placeOf(directory, project);
  const variables = { ...commonVariables(automation, place, run.username), run_name: run.displayName };
  if (firing.kind === "state")
    return {
      details: { __typename: "RunStateEventDetails", runName: run.name, newRunState: firing.state, ...place },
      variables: { ...variables, run_status: firing.state },
    };
  const { metric, values, compared, comparison, threshold } = firing;
  return {
    details: {
      __typename: "RunMetricEventDetails",
      runName: run.name,
      metricName: metric,
      // GraphQL has no way to say that a number is infinite.
      metricValues: values.map((value) => (Number.isFinite(value) ? value : null)),
      ...place,
    },
    variables: {
      ...variables,
      metric_name: metric,
      metric_values: values.join(", "),
      metric_filter: title,
      metric_filter_short: `${metric} ${comparison} ${threshold}`,
      metric_current_status: String(compared),
    },
  };
}

/** The facts of an artifact's firing. */
export function artifactFacts(
  automation: AutomationRecord,
  { collection, version, alias, tag, author }: ArtifactHappened,
  directory: Directory,
): EventFacts {
  const project = directory.projectOf(collection);
  const place = placeOf(directory, project);
  const base = {
    artifactMetadata: version ? JSON.stringify(version.metadata) : null,
    artifactVersionIndex: version?.index ?? null,
    artifactCollectionName: collection.name,
    ...place,
  };
  const details: EventDetails =
    alias !== undefined
      ? { __typename: "ArtifactAliasEventDetails", ...base, alias }
      : tag !== undefined
        ? { __typename: "ArtifactTagEventDetails", ...base, tag }
        : { __typename: "ArtifactEventDetails", ...base };
  const path = `${place.entityName}/${place.projectName}/${collection.name}`;
  return {
    details,
    variables: {
      ...commonVariables(automation, place, author),
      artifact_collection_name: collection.name,
      ...(version && versionVariables(version, `${path}:${alias ?? `v${version.index}`}`)),
      ...(alias !== undefined && { alias }),
      ...(tag !== undefined && { tag }),
    },
  };
}

function versionVariables(version: VersionRecord, path: string): TemplateValues {
  const metadata = Object.entries(version.metadata).map(([key, value]) => [
    `artifact_metadata.${key}`,
    typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
  ]);
  return {
    artifact_version: `wandb-artifact://_id/${version.sourceId ?? version.id}`,
    artifact_version_string: path,
    artifact_version_index: String(version.index),
    ...Object.fromEntries(metadata),
  };
}
