import { scopeText } from "../model/scopes.js";
import type { CompiledScope } from "../wire/compiled-automation.js";

/** A scope in words that tell it from every other: its kind and its path. */
export function scopePath(scope: CompiledScope): string {
  return `${scope.kind} ${scopeText(scope)}`;
}
