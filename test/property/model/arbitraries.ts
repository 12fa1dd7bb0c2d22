import fc from "fast-check";
import {
  type Action,
  type AutomationEvent,
  and,
  collection,
  DoNothing,
  FilterableField,
  FilterExpression,
  type FilterJson,
  MetricChangeFilter,
  type MetricFilter,
  MetricThresholdFilter,
  MetricZScoreFilter,
  nor,
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
  type RunState,
  type Scope,
  SendNotification,
  SendPromptToAria,
  SendWebhook,
  StateFilter,
} from "wandb-automations";

/** Text as users write it, and as attackers do. */
const text = fc.oneof(
  fc.constantFrom(
    "prod",
    "",
    "__proto__",
    "constructor",
    "a.b",
    "${run_name}",
    '"\\',
    "日本語",
    "🚀",
    "$and",
  ),
  fc.string({ unit: "grapheme", maxLength: 12 }),
);
const finite = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
);
const positive = fc.oneof(fc.integer({ min: 1 }), fc.double({ min: 1e-300, max: 1e300, noNaN: true }));
const scalar = fc.oneof(text, finite, fc.boolean());
const window = fc.integer({ min: 1, max: 1000 });
const fieldName = fc.constantFrom("display_name", "username", "config.lr", "alias", "tag", "__proto__");

/** A condition on one field, out of few enough that filters ask the same question more than once. */
const leaf: fc.Arbitrary<FilterExpression> = fc.oneof(
  fc.constantFrom("a", "b", "c").map((name) => new FilterableField(name).eq(1)),
  fc
    .tuple(fieldName, fc.constantFrom("eq", "ne", "lt", "gt", "lte", "gte"), scalar)
    .map(([name, method, value]) => new FilterableField(name)[method as "eq"](value)),
  fc
    .tuple(fieldName, fc.constantFrom("in", "notIn", "all"), fc.array(scalar, { maxLength: 3 }))
    .map(([name, method, values]) => new FilterableField(name)[method as "in"](values)),
  fc.tuple(fieldName, text).map(([name, value]) => new FilterableField(name).contains(value)),
  fc.tuple(fieldName, text).map(([name, value]) => new FilterableField(name).matchesRegex(value)),
  fc.tuple(fieldName, fc.boolean()).map(([name, value]) => new FilterableField(name).exists(value)),
  fc.tuple(fieldName, fc.nat()).map(([name, value]) => new FilterableField(name).size(value)),
);

/** Mongo-like JSON that no builder makes: several keys, bare operands, operators nobody knows. */
const rawLeaf: fc.Arbitrary<FilterJson> = fc.oneof(
  fc.constant({}),
  fc.record({ a: fc.constant(1), b: scalar }),
  fc.record({ b: fc.array(scalar, { maxLength: 2 }) }),
  fc.record({ $near: fc.constantFrom<FilterJson[] | number>(1, [{ $and: [] }]) }),
  fc.record({ a: fc.constant({ $soundsLike: "x", $not: { $gt: 1 } }) }),
  fc.constant({ c: 1, $or: [{ a: 1 }, { $nor: [{ b: 1 }] }] }),
);

/** Any filter, built as users build them or given as JSON; shallow enough to be looked at. */
export const filters: fc.Arbitrary<FilterExpression> = fc.letrec<{ filter: FilterExpression }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 5, depthSize: "small" },
    leaf,
    rawLeaf.map((json) => new FilterExpression(json)),
    fc.array(tie("filter"), { maxLength: 3 }).map((inner) => and(...inner)),
    fc.array(tie("filter"), { maxLength: 3 }).map((inner) => or(...inner)),
    fc.array(tie("filter"), { maxLength: 3 }).map((inner) => nor(...inner)),
    tie("filter").map((inner) => not(inner)),
    fc.tuple(tie("filter"), tie("filter")).map(([left, right]) => left.and(right)),
    fc.tuple(tie("filter"), tie("filter")).map(([left, right]) => left.or(right)),
  ),
})).filter;

const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const agg = fc.constantFrom("min", "max", "average", "sum", null);
const changeDir = fc.constantFrom("increase", "decrease", "any");

/** Any condition on a metric. */
export const metricFilters: fc.Arbitrary<MetricFilter> = fc.oneof(
  fc
    .record({ name, agg, window, cmp: fc.constantFrom(">", ">=", "<", "<=", "==", "!="), threshold: finite })
    .map((options) => new MetricThresholdFilter(options)),
  fc
    .record({
      name,
      agg,
      window,
      priorWindow: window,
      changeType: fc.constantFrom("absolute", "relative"),
      changeDir,
      amount: positive,
    })
    .map((options) => new MetricChangeFilter(options)),
  fc
    .record({ name, window, changeDir, threshold: positive })
    .map((options) => new MetricZScoreFilter(options)),
);

const ids = fc.uuid();
const projects: fc.Arbitrary<Scope> = ids.map((id) => ({
  kind: "project",
  scopeType: "PROJECT",
  id,
  project: "vision",
}));
const teams: fc.Arbitrary<Scope> = ids.map((id) => ({
  kind: "team",
  scopeType: "ENTITY",
  id,
  entity: "acme",
}));
const collections = ids.map(
  (id) => ({ ...collection("a/b/c"), id, entity: undefined, project: undefined }) as never,
);
const registries: fc.Arbitrary<Scope> = ids.map((id) => ({
  kind: "registry",
  scopeType: "PROJECT",
  id,
  project: "wandb-registry-model",
}));

const ANYWHERE = [
  OnLinkArtifact,
  OnUnlinkArtifact,
  OnAddArtifactAlias,
  OnAddArtifactTag,
  OnRemoveArtifactTag,
  OnAddCollectionTag,
  OnRemoveCollectionTag,
] as const;
const states = fc.uniqueArray(fc.constantFrom<RunState>("running", "finished", "failed"), { minLength: 1 });
const runScopes = fc.oneof(projects, teams) as fc.Arbitrary<never>;

/** Any event. */
export const events: fc.Arbitrary<AutomationEvent> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...ANYWHERE), fc.oneof(projects, teams, collections, registries), filters)
    .map(([Event, scope, filter]): AutomationEvent => new Event({ scope, filter })),
  fc.tuple(collections, filters).map(([scope, filter]) => new OnCreateArtifact({ scope, filter })),
  fc
    .tuple(runScopes, metricFilters, filters)
    .map(([scope, metric, run]) => new OnRunMetric({ scope, filter: metric.and(run) })),
  fc
    .tuple(runScopes, states, filters)
    .map(
      ([scope, which, run]) => new OnRunState({ scope, filter: new StateFilter({ states: which }).and(run) }),
    ),
);

const payload = fc.dictionary(
  text,
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as never),
  { maxKeys: 4 },
);

/** Any action, its integration known by id. */
export const actions: fc.Arbitrary<Action> = fc.oneof(
  fc
    .record({
      integrationId: ids,
      title: text,
      message: text,
      severity: fc.constantFrom("INFO", "WARN", "ERROR"),
    })
    .map((options) => new SendNotification(options)),
  fc.record({ integrationId: ids, payload: fc.option(payload) }).map((options) => new SendWebhook(options)),
  name.filter((prompt) => prompt.trim() !== "").map((prompt) => new SendPromptToAria({ prompt })),
  fc.constant(new DoNothing()),
);
