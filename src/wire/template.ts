import { templateVariable } from "./template-variables.js";

/** Values of template variables by name. What isn't among them is blank. */
export type TemplateValues = Readonly<Record<string, string>>;

/** A template with its variables filled in. */
export interface RenderedTemplate {
  readonly text: string;
  /** Variables that were filled in with nothing: they don't apply to the event. */
  readonly blank: readonly string[];
  /** `${…}` that name no variable and no secret; they are left as they stand. */
  readonly unknown: readonly string[];
}

/** A webhook's body, or why it can't be sent. */
export type RenderedPayload =
  | (RenderedTemplate & { readonly ok: true })
  | { readonly ok: false; readonly variable: string | undefined; readonly message: string };

const VARIABLE = /\$\{([^{}]*)\}/g;

/** The names in `${…}`, each once, in order. */
export function variablesIn(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(VARIABLE), (match) => match[1]!.trim()))];
}

/**
 * Fills in a template as plain text, as ARIA's prompts are. A variable that doesn't apply to the event is blank, not
 * its own name (documented); a name that is no variable is left as it stands (decided), so that it can be seen.
 */
export function renderText(template: string, values: TemplateValues): RenderedTemplate {
  return fill(template, values, (value) => value);
}

/**
 * Fills in a webhook's payload. Values are escaped as in a JSON string, because that is where variables stand, and
 * the result must be JSON (both decided: W&B doesn't say). Where it isn't, the variable that broke it is named.
 *
 * @param template the automation's `requestPayload`: JSON text with `${…}` in its strings
 */
export function renderPayload(template: string, values: TemplateValues): RenderedPayload {
  const rendered = fill(template, values, escapeForJson);
  if (isJson(rendered.text)) return { ok: true, ...rendered };
  const variable = variablesIn(template).find((name) => {
    // With a number in every other place, what is left wrong is this variable's doing.
    const alone = template.replace(VARIABLE, (whole, raw: string) => {
      const inner = raw.trim();
      return inner === name ? fill(whole, values, escapeForJson).text : "0";
    });
    return !isJson(alone);
  });
  const message =
    variable === undefined
      ? "the payload is not JSON"
      : `the payload is not JSON any more once \${${variable}} is filled in`;
  return { ok: false, variable, message };
}

function fill(template: string, values: TemplateValues, encode: (value: string) => string): RenderedTemplate {
  const blank = new Set<string>();
  const unknown = new Set<string>();
  const text = template.replace(VARIABLE, (whole, raw: string) => {
    const name = raw.trim();
    const value = Object.hasOwn(values, name) ? values[name]! : undefined;
    if (value === undefined && templateVariable(name) === undefined) {
      unknown.add(name);
      return whole;
    }
    if (value === undefined || value === "") blank.add(name);
    return encode(value ?? "");
  });
  return { text, blank: [...blank], unknown: [...unknown] };
}

/** A value as it stands between the quotes of a JSON string. */
function escapeForJson(value: string): string {
  return JSON.stringify(value).slice(1, -1);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
