import { isAutomation } from "../model/automation.js";
import { isEvent } from "../model/automation-event.js";
import { isKeptAutomation, type KeptAutomation } from "../model/kept-automation.js";
import { isNewAutomation, type NewAutomation } from "../model/new-automation.js";
import type { ExportPath } from "./export-name.js";

/** Something among a module's exports that is, or may have been meant as, an automation. */
export type FoundExport = { readonly path: ExportPath } & (
  | { readonly kind: "automation"; readonly value: NewAutomation }
  | { readonly kind: "kept"; readonly value: KeptAutomation }
  /** An event without an action, or an automation read from a server. */
  | { readonly kind: "event" | "saved"; readonly value: object }
);

/** Deep enough for lists in objects in a default export; further down, or round and round, is somebody's data. */
const MAX_DEPTH = 5;

/**
 * Looks through what a module exports: values, lists and plain objects of them. What is exported twice is there twice,
 * lists and objects once: `default` comes last, because its parts are better known by their own names.
 */
export function collectExports(exported: Readonly<Record<string, unknown>>): FoundExport[] {
  const found: FoundExport[] = [];
  const looked = new Set<object>();
  const visit = (value: unknown, path: ExportPath): void => {
    if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return;
    if (isNewAutomation(value)) found.push({ path, kind: "automation", value });
    else if (isKeptAutomation(value)) found.push({ path, kind: "kept", value });
    else if (isAutomation(value)) found.push({ path, kind: "saved", value });
    else if (isEvent(value)) found.push({ path, kind: "event", value });
    else if (!looked.has(value)) {
      looked.add(value);
      if (Array.isArray(value)) for (const [i, item] of value.entries()) visit(item, [...path, i]);
      else if (isPlain(value)) for (const [key, item] of Object.entries(value)) visit(item, [...path, key]);
    }
  };
  for (const [name, value] of Object.entries(exported)) if (!INTEROP.has(name)) visit(value, [name]);
  visit(exported.default, ["default"]);
  return found;
}

/** What loaders add to a module's exports, and `default`, which has its own turn. */
const INTEROP = new Set(["default", "module.exports", "__esModule"]);

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isNamespace(value);
}

const isNamespace = (value: object) => Object.prototype.toString.call(value) === "[object Module]";
