import { type AutomationMeaning, isSameJson } from "../client/automation-meaning.js";
import { isSecretName } from "../model/describe-value.js";
import { Redactor } from "../transport/redact.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../wire/json.js";
import { readMarker, withMarker } from "./owner-marker.js";

/** One field that is different. Values are text to be shown: JSON, without secrets. */
export interface Difference {
  /** `event.filter.threshold`, `action.payload.text`, `enabled`. */
  readonly path: string;
  /** What it is now; undefined where there is nothing. */
  readonly before?: string | undefined;
  /** What it will be; undefined where there will be nothing. */
  readonly after?: string | undefined;
}

/** Says what an id stands for, as far as that is known. */
export interface NamesOfIds {
  scope(id: string): string | undefined;
  integration(id: string): string | undefined;
}

const redactor = new Redactor();
const PAYLOAD = "action.payload";
const HIDDEN = "(not shown)";
const CHANGED = "(changed, not shown)";

/** Filters are shown as one expression: a path into one would say less than the whole. */
const isExpression = (path: string, value: unknown): boolean =>
  path === "event.filter.run" ||
  (path === "event.filter" && !(isJsonObject(value) && ("condition" in value || "states" in value)));

/**
 * Every field in which two automations differ; none exactly if they mean the same.
 *
 * @param before undefined for an automation that is going to be created.
 * @param after undefined for one that is going to be deleted.
 */
export function differencesBetween(
  before: AutomationMeaning | undefined,
  after: AutomationMeaning | undefined,
  names: NamesOfIds,
): Difference[] {
  const changed = flatten(before, names);
  const wanted = flatten(after, names);
  const paths = [...new Set([...changed.keys(), ...wanted.keys()])];
  return paths.flatMap((path) => {
    const [is, will] = [changed.get(path), wanted.get(path)];
    if (is && will && isSameJson(is.value, will.value)) return [];
    const same = is && will && is.shown === will.shown;
    return [{ path, before: is?.shown, after: same ? CHANGED : will?.shown }];
  });
}

interface Field {
  readonly value: JsonValue | undefined;
  readonly shown: string;
}

function flatten(meaning: AutomationMeaning | undefined, names: NamesOfIds): Map<string, Field> {
  const fields = new Map<string, Field>();
  if (!meaning) return fields;
  const { description, scope, ...rest } = meaning;
  const { text, marker } = readMarker(String(description));
  const put = (path: string, value: JsonValue, shown = show(path, value)) =>
    void fields.set(path, { value, shown });

  function walk(path: string, value: JsonValue): void {
    if (Array.isArray(value) && value.length > 0 && path.startsWith(PAYLOAD)) {
      for (const [i, item] of value.entries()) walk(`${path}[${i}]`, item as JsonValue);
      return;
    }
    if (!isJsonObject(value) || isExpression(path, value)) {
      if (path === "action.integration")
        put(path, value, names.integration(String(value)) ?? show(path, value));
      else put(path, value);
      return;
    }
    const keys = Object.keys(value);
    // An empty object is something too: an empty payload isn't no payload.
    if (keys.length === 0) put(path, value);
    for (const key of keys) walk(member(path, key), (value as JsonObject)[key] as JsonValue);
  }

  put("name", rest.name);
  const isUsual = description === (marker ? withMarker(text, marker) : text);
  // Where the marker stands elsewhere, or several don't agree, all of it is shown.
  if (text !== "" || !isUsual) put("description", isUsual ? text : description);
  if (marker) put("managedBy", withMarker("", marker), `${marker.owner}${marker.key && ` (${marker.key})`}`);
  put("enabled", rest.enabled);
  put("scope", scope, names.scope(String(scope.id)) ?? show("scope", scope.id ?? ""));
  walk("event", rest.event);
  walk("action", rest.action);
  return fields;
}

/** `action.payload.text`, and `action.payload["a.b"]` for a key that would be read as two. */
function member(path: string, key: string): string {
  return /^[\w$-]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

function show(path: string, value: JsonValue): string {
  if (path.startsWith(PAYLOAD)) {
    // Payloads hold tokens: under names that say so, at any depth, and, where it isn't JSON, anywhere.
    const inside = path.slice(PAYLOAD.length);
    if (isSecretName(inside) || (inside === "" && typeof value === "string")) return HIDDEN;
  }
  return redactor.text(JSON.stringify(value));
}
