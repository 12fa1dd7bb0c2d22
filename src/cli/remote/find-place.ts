import type { Api } from "../../client/api.js";
import { contextOf } from "../../client/context.js";
import type { AutomationsOptions } from "../../client/list-automations.js";
import { pathParts } from "../../client/scope-paths.js";
import { parseScope } from "../../model/parse-scope.js";
import { project, registry } from "../../model/scopes.js";
import { usageError } from "../usage-error.js";
import type { PlaceFlags } from "./place-options.js";

/** Where automations are listed. */
export interface Place {
  readonly options: Pick<AutomationsOptions, "entity" | "scope">;
  /** As the end of a sentence: `in acme/vision`. */
  readonly words: string;
}

/**
 * Finds out which automations a command is about. What paths leave out at their front is looked up where the Api looks:
 * `WANDB_ENTITY`, settings files, the key's owner.
 *
 * @param path an entity, or the path of a project, registry or collection, in place of the options
 * @throws AutomationsError `USAGE` where more than one place is named; ValidationError for what can't be a path
 */
export async function findPlace(api: Api, flags: PlaceFlags, path?: string): Promise<Place> {
  const named = [path, flags.entity, flags.project, flags.registry].filter((one) => one !== undefined);
  if (named.length > 1)
    throw usageError("Only one place can be named.", "Give one of --entity, --project, --registry.");
  const { session } = contextOf(api);
  const call = session.startCall({});
  if (flags.registry !== undefined) {
    const parts = await pathParts(flags.registry, "organization/registry", session, call);
    return { options: { scope: registry(parts.join("/")) }, words: `in the registry ${parts.join("/")}` };
  }
  if (flags.project !== undefined) {
    const full = (await pathParts(flags.project, "entity/project", session, call)).join("/");
    return { options: { scope: project(full) }, words: `in ${full}` };
  }
  if (path?.includes("/")) return { options: { scope: parseScope(path) }, words: `in ${path}` };
  const entity = path ?? flags.entity ?? (await session.configuration()).entity;
  if (entity === undefined) return { options: {}, words: "in the projects you see" };
  return { options: { entity }, words: `of ${entity}` };
}
