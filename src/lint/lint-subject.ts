import { meaningOf } from "../client/automation-meaning.js";
import { type Evaluable, toCompiledList } from "../evaluate/evaluable.js";
import type { RenderedWebhook } from "../testing/render-webhook.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import { type EventFilterSpec, parseEventFilter } from "../wire/event-filter.js";
import { renderSample } from "./sample-webhook.js";
import { scopePath } from "./scope-path.js";

/** An automation to lint, and where it is from: what `loadAutomations` finds is one. */
export interface LintInput {
  readonly name: string;
  readonly automation: Evaluable;
  readonly file?: string;
  readonly line?: number;
  /** How it is reached from the file's exports: `alerts[0]`. */
  readonly exportName?: string;
  /** Rules that don't apply to it. */
  readonly ignoredRules?: readonly string[];
}

/** An automation as rules see it. */
export interface LintSubject {
  readonly name: string;
  /** Where its name is from if it has none of its own: `alerts[0]`. */
  readonly exportName: string | undefined;
  readonly compiled: CompiledAutomation;
  readonly spec: EventFilterSpec;
  readonly scope: string;
  /** Its webhook's body for an event made up for it; `undefined` where it sends none. */
  readonly webhook: RenderedWebhook | undefined;
  /** The same text for automations that do the same when the same happens. */
  readonly meaning: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly ignoredRules: readonly string[];
}

/** Reads what was given, once for all rules. */
export function toSubject(given: LintInput | Evaluable, index: number): LintSubject {
  const input: Partial<LintInput> = "automation" in given ? given : { automation: given };
  const compiled = toCompiledList(input.automation as Evaluable)[0]!;
  return {
    name: input.name ?? compiled.name ?? `automation ${index + 1}`,
    exportName: compiled.name === undefined ? input.exportName : undefined,
    compiled,
    spec: parseEventFilter(compiled.eventType, compiled.eventFilter),
    scope: scopePath(compiled.scope),
    webhook: renderSample(compiled),
    meaning: meaning(compiled),
    file: input.file,
    line: input.line,
    ignoredRules: input.ignoredRules ?? [],
  };
}

function meaning(compiled: CompiledAutomation): string {
  const { scope, enabled, eventType, eventFilter, actionType, actionConfig, integration } = compiled;
  const nameless = { id: "", name: "", description: null, createdAt: "", updatedAt: null, raw: {} };
  const config = actionConfig === undefined ? {} : { actionConfig };
  const { event, action } = meaningOf({
    ...nameless,
    enabled,
    scope,
    eventType,
    eventFilter,
    actionType,
    ...config,
  });
  const url = integration?.kind === "webhook" ? integration.urlEndpoint.reveal() : integration?.kind;
  return JSON.stringify([scopePath(scope), sorted(event), sorted(action), url ?? null]);
}

/** With keys in one order, so that equal values have equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
