import { EvaluationError } from "../errors/index.js";
import { type Evaluable, toCompiledList } from "../evaluate/evaluable.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import type { JsonValue } from "../wire/json.js";
import { renderPayload, renderText, type TemplateValues, variablesIn } from "../wire/template.js";
import { templateVariable, templateVariablesFor } from "../wire/template-variables.js";
import { type WebhookEvent, webhookValues } from "./webhook-values.js";

/** Something about a webhook's body that is probably not as it was meant. */
export interface WebhookWarning {
  /**
   * `blank`: filled in with nothing. `unknown`: no variable of that name, so it is left as it stands. `ariaOnly`:
   * documented for ARIA prompts, not for webhooks. `brokenJson`: what would be sent isn't JSON.
   */
  readonly kind: "blank" | "unknown" | "ariaOnly" | "brokenJson";
  /** The variable, without `${}`; absent where the payload is broken by itself. */
  readonly variable?: string;
  readonly message: string;
}

/** A webhook's body as it would be sent. */
export interface RenderedWebhook {
  /** The text that would be sent; what isn't JSON, W&B may refuse. */
  readonly body: string;
  /** The body as JSON, where it is. */
  readonly json?: JsonValue;
  readonly warnings: readonly WebhookWarning[];
}

/** Options of {@link renderWebhook}. */
export interface RenderWebhookOptions {
  /** Values to use in place of those made from the event: for what only a server knows, such as `event_author`. */
  readonly values?: TemplateValues;
  /** Names of the secrets that the webhook's integration has, where it is known by its id only. */
  readonly secrets?: readonly string[];
}

const REDACTED = "[redacted]";
const MAX_NAMED = 12;

/**
 * The body that a webhook automation would send for an event, and what is odd about it: variables that stay blank,
 * that don't exist, that are documented for ARIA only, or that break the JSON.
 *
 * The syntax, the variables and that those that don't apply are blank are documented. That values are escaped as in a
 * JSON string, that unknown variables stay as they are, and that variables of runs work in webhooks is decided.
 *
 * @param automation an automation whose action is a webhook: built in code, fetched, or compiled
 * @param event a firing, as in `verdict.firings[0]`, or an artifact event
 * @throws EvaluationError when the automation sends no webhook, or doesn't wait for such an event
 *
 * @example
 * ```ts
 * import { ArtifactEvent, OnAddArtifactAlias, SendWebhook, WebhookIntegration } from "wandb-automations";
 * import { renderWebhook } from "wandb-automations/testing";
 *
 * const deploy = new OnAddArtifactAlias({ scope: "acme/vision", filter: ArtifactEvent.alias.eq("prod") }).then(
 *   new SendWebhook({
 *     integration: new WebhookIntegration({ name: "ci", urlEndpoint: "https://ci.example/hook" }),
 *     payload: { model: "${artifact_version_string}", by: "${run_name}" },
 *   }),
 * );
 * const { body, warnings } = renderWebhook(deploy, {
 *   kind: "artifact",
 *   change: "aliasAdded",
 *   collection: "digits",
 *   version: "v3",
 *   alias: "prod",
 * });
 * console.log(body); // {"model":"acme/vision/digits:prod","by":""}
 * console.log(warnings[0]?.message); // ${run_name} is blank: ADD_ARTIFACT_ALIAS events don't fill it in
 * ```
 */
export function renderWebhook(
  automation: Evaluable,
  event: WebhookEvent,
  options: RenderWebhookOptions = {},
): RenderedWebhook {
  const compiled = toCompiledList(automation)[0]!;
  const webhook = compiled.actionConfig?.genericWebhookActionInput;
  if (webhook === undefined) {
    throw new EvaluationError(`The automation's action is ${compiled.actionType}, which sends no webhook.`);
  }
  const template = webhook.requestPayload ?? "{}";
  const values = {
    ...webhookValues(compiled, event),
    ...secretValues(compiled, options.secrets ?? []),
    ...options.values,
  };
  const rendered = renderPayload(template, values);
  const warnings = variablesIn(template).flatMap((name) =>
    variableWarnings(name, values, compiled.eventType),
  );
  if (rendered.ok) return { body: rendered.text, json: JSON.parse(rendered.text) as JsonValue, warnings };
  const { variable, message } = rendered;
  const broken: WebhookWarning = {
    kind: "brokenJson",
    ...(variable === undefined ? {} : { variable }),
    message,
  };
  const escaped = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, JSON.stringify(value).slice(1, -1)]),
  );
  return { body: renderText(template, escaped).text, warnings: [...warnings, broken] };
}

/** Secrets by name, never with their values. */
function secretValues({ integration }: CompiledAutomation, named: readonly string[]): TemplateValues {
  const webhook = integration?.kind === "webhook" ? integration : undefined;
  const names = [
    ...named,
    ...(webhook?.secretRef === undefined ? [] : [webhook.secretRef]),
    // Of an integration that is known by its id only, nobody can say here whether it has a token.
    ...(webhook === undefined || webhook.accessTokenRef !== undefined ? ["ACCESS_TOKEN"] : []),
  ];
  return Object.fromEntries(names.map((name) => [name, REDACTED]));
}

function variableWarnings(name: string, values: TemplateValues, eventType: string): WebhookWarning[] {
  const shown = `\${${name}}`;
  const warn = (kind: WebhookWarning["kind"], message: string) => [
    { kind, variable: name, message: `${shown} ${message}` },
  ];
  const known = templateVariable(name);
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (known === undefined && value === undefined) {
    const names = templateVariablesFor(eventType).map((variable) => variable.name);
    const some = names.slice(0, MAX_NAMED).join(", ") + (names.length > MAX_NAMED ? ", …" : "");
    return warn("unknown", `is no variable and stays as it is; ${eventType} events have ${some}`);
  }
  if (value === undefined || value === "") {
    if (name === "ACCESS_TOKEN") return warn("blank", "is blank: the integration has no access token");
    const filled = known !== undefined && templateVariablesFor(eventType).includes(known);
    return warn(
      "blank",
      filled ? "is blank: this event has no such value" : `is blank: ${eventType} events don't fill it in`,
    );
  }
  const ariaOnly = known !== undefined && !known.documentedFor.includes("webhook");
  return ariaOnly
    ? warn("ariaOnly", "is documented for ARIA prompts only: W&B may leave it blank in webhooks")
    : [];
}
