import { EvaluationError } from "../errors/index.js";
import type { ArtifactEvent } from "../evaluate/artifact-event.js";
import { describeCondition } from "../evaluate/describe-condition.js";
import type { Firing } from "../evaluate/verdict/firing.js";
import { toCondition } from "../evaluate/window/condition.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { parseEventFilter } from "../wire/event-filter.js";
import type { TemplateValues } from "../wire/template.js";
import { templateEventType, templateVariablesFor } from "../wire/template-variables.js";

/** What a webhook is rendered for: a firing of a verdict, or something that happens to an artifact. */
export type WebhookEvent = Firing | ArtifactEvent;

/** Stands for what only a server knows. */
const unknowable = (name: string) => `<${name}>`;

/**
 * The values of the template variables that an event fills in.
 *
 * @throws EvaluationError when the automation doesn't wait for such an event
 */
export function webhookValues(automation: CompiledAutomation, event: WebhookEvent): TemplateValues {
  checkKind(automation, event);
  const { scope } = automation;
  const place = event.kind === "artifact" ? event : event.run;
  const common = {
    project_name: place.project ?? scope.project ?? unknowable("project_name"),
    entity_name: place.entity ?? scope.entity ?? unknowable("entity_name"),
    event_type: templateEventType(automation.eventType),
    event_author: unknowable("event_author"),
    automation_name: automation.name ?? unknowable("automation_name"),
  };
  if (event.kind === "artifact") {
    const filled = new Set(templateVariablesFor(automation.eventType).map(({ name }) => name));
    const values = artifactValues(event, `${common.entity_name}/${common.project_name}/${event.collection}`);
    return {
      ...common,
      ...Object.fromEntries(Object.entries(values).filter(([name]) => applies(filled, name))),
    };
  }
  const run = { ...common, run_name: event.run.displayName ?? event.run.id };
  if (event.kind === "state") return { ...run, run_status: event.state };
  const { metric, values, compared, comparison, threshold } = event;
  return {
    ...run,
    metric_name: metric,
    metric_values: values.join(", "),
    metric_filter: conditionText(automation),
    metric_filter_short: `${metric} ${comparison} ${threshold}`,
    metric_current_status: String(compared),
  };
}

function checkKind({ eventType, name }: CompiledAutomation, event: WebhookEvent): void {
  const kind =
    eventType === "RUN_STATE" ? "state" : eventType.startsWith("RUN_METRIC") ? "metric" : "artifact";
  if (event?.kind === kind) return;
  const given = event?.kind === undefined ? "no event" : `an event of kind ${JSON.stringify(event.kind)}`;
  const subject = name === undefined ? "The automation" : `Automation ${JSON.stringify(name)}`;
  throw new EvaluationError(`${subject} waits for ${eventType}, so it can't be rendered for ${given}.`, {
    hint: 'Give a firing, as in verdict.firings[0], or for artifacts { kind: "artifact", change, collection }.',
  });
}

function applies(names: ReadonlySet<string>, name: string): boolean {
  return names.has(name) || (name.startsWith("artifact_metadata.") && names.has("artifact_metadata."));
}

function artifactValues(event: WebhookEvent & { readonly kind: "artifact" }, path: string): TemplateValues {
  const { collection, version, alias, tag } = event;
  const metadata = Object.entries(event.metadata ?? {});
  return {
    artifact_collection_name: collection,
    artifact_version: `wandb-artifact://_id/${unknowable("id")}`,
    artifact_version_string: `${path}:${alias ?? version ?? unknowable("alias")}`,
    artifact_version_index: version?.replace(/^v(?=\d)/, "") ?? unknowable("artifact_version_index"),
    ...(alias === undefined ? {} : { alias }),
    ...(tag === undefined ? {} : { tag }),
    ...Object.fromEntries(
      metadata.map(([key, value]) => [
        `artifact_metadata.${key}`,
        typeof value === "string" ? value : (JSON.stringify(value) ?? ""),
      ]),
    ),
  };
}

function conditionText({ eventType, eventFilter }: CompiledAutomation): string {
  const spec = parseEventFilter(eventType, eventFilter);
  return spec.kind === "metric" ? describeCondition(spec.metric.name, toCondition(spec.metric)) : "";
}
