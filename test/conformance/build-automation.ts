import {
  type Action,
  type AutomationEvent,
  and,
  DoNothing,
  FilterableField,
  type FilterExpression,
  MetricChangeFilter,
  type MetricFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  NewAutomation,
  not,
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnRunMetric,
  OnRunState,
  OnUnlinkArtifact,
  or,
  RunEvent,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  StateFilter,
} from "wandb-automations";
import { parseSavedScope } from "../../src/wire/saved-scope.js";

/** `{field, method, args}`, `{and: […]}`, `{or: […]}` or `{not: x}`. */
export type FilterSpec =
  | { field: string; method: string; args: unknown[] }
  | { and: FilterSpec[] }
  | { or: FilterSpec[] }
  | { not: FilterSpec };

// biome-ignore lint/suspicious/noExplicitAny: specs hold on purpose what the types refuse
type Loose = any;

export interface MetricSpec {
  kind: string;
  [option: string]: unknown;
}

export interface AutomationSpec {
  event: {
    type: string;
    scope: { typename: string; id: string; name: string; entityType?: string };
    metric?: MetricSpec;
    states?: string[];
    runFilter?: FilterSpec;
    filter?: FilterSpec;
  };
  action: Record<string, unknown> & { type: string };
  name?: string;
  description?: string;
  enabled?: boolean;
}

/** A vector asks for something this project doesn't have (yet): named, and never passed over in silence. */
export class UnsupportedVector extends Error {}

const ARTIFACT_EVENTS = {
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnAddCollectionTag,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRemoveArtifactTag,
  OnRemoveCollectionTag,
  OnUnlinkArtifact,
};

export function buildFilter(spec: FilterSpec, field: (name: string) => FilterableField): FilterExpression {
  if ("and" in spec) return and(...spec.and.map((inner) => buildFilter(inner, field)));
  if ("or" in spec) return or(...spec.or.map((inner) => buildFilter(inner, field)));
  if ("not" in spec) return not(buildFilter(spec.not, field));
  const target = field(spec.field) as Loose;
  if (typeof target[spec.method] !== "function") {
    throw new UnsupportedVector(`filter method ${spec.method}`);
  }
  return target[spec.method](...spec.args);
}

/** In specs of automations, `name` is the run's name as people know it. */
const runField = (name: string) =>
  name === "name" ? RunEvent.name : name === "user" ? RunEvent.user : new FilterableField(name);
const artifactField = (name: string) => new FilterableField(name);

export function buildMetric(spec: MetricSpec): MetricFilter {
  const { kind, ...options } = spec;
  const infinite = Object.fromEntries(
    Object.entries(options).map(([key, value]) => [key, value === "__Infinity__" ? Infinity : value]),
  ) as Loose;
  switch (kind) {
    case "threshold":
      return new MetricThresholdFilter(infinite);
    case "change":
      return new MetricChangeFilter(infinite);
    case "zscore":
      return new MetricZScoreFilter(infinite);
    default:
      throw new UnsupportedVector(`metric kind ${kind}`);
  }
}

function buildEvent({ event: spec }: AutomationSpec): AutomationEvent {
  const { typename, ...rest } = spec.scope;
  const scope = parseSavedScope({ __typename: typename, ...rest }) as Loose;
  const run = spec.runFilter && buildFilter(spec.runFilter, runField);
  if (spec.type === "OnRunMetric") {
    if (!spec.metric) throw new UnsupportedVector("OnRunMetric without a metric");
    const metric = buildMetric(spec.metric);
    return new OnRunMetric({ scope, filter: run ? metric.and(run) : metric });
  }
  if (spec.type === "OnRunState") {
    const state = new StateFilter({ states: spec.states as Loose });
    return new OnRunState({ scope, filter: run ? state.and(run) : state });
  }
  if (!Object.hasOwn(ARTIFACT_EVENTS, spec.type)) throw new UnsupportedVector(`event ${spec.type}`);
  const Event = ARTIFACT_EVENTS[spec.type as keyof typeof ARTIFACT_EVENTS];
  return new Event({ scope, filter: spec.filter && buildFilter(spec.filter, artifactField) });
}

function buildAction({ type, ...options }: AutomationSpec["action"]): Action {
  switch (type) {
    case "SendNotification":
      return new SendNotification(options);
    case "SendWebhook":
      return new SendWebhook(options);
    case "SendPromptToAria":
      return new SendPromptToAria(options as Loose);
    case "DoNothing":
      return new DoNothing();
    default:
      throw new UnsupportedVector(`action ${type}`);
  }
}

/** Builds what a spec describes, through the public builders. */
export function buildAutomation(spec: AutomationSpec): NewAutomation {
  const { name, description, enabled } = spec;
  return new NewAutomation({
    event: buildEvent(spec),
    action: buildAction(spec.action),
    name,
    description,
    enabled,
  });
}
