import type { Api } from "../../client/api.js";
import { ServerError } from "../../errors/index.js";
import type { Automation } from "../../model/automation.js";
import { scopeText } from "../../model/scopes.js";
import { closestWord } from "../../test-files/closest-word.js";
import { findPlace } from "./find-place.js";
import type { PlaceFlags } from "./place-options.js";

const PER_PAGE = 100;

/**
 * The automations of these names or ids, in that order, each once. Lists the place once, however many are named.
 *
 * @throws ServerError `NOT_FOUND` naming all that aren't there, `CONFLICT` where several have a name
 */
export async function findNamed(
  api: Api,
  names: readonly string[],
  flags: PlaceFlags,
): Promise<Automation[]> {
  const place = await findPlace(api, flags);
  const wanted = new Set(names);
  const matches = new Map<string, Automation[]>(names.map((name) => [name, []]));
  const known: string[] = [];
  for await (const automation of api.automations({ ...place.options, perPage: PER_PAGE })) {
    known.push(automation.name);
    for (const name of new Set([automation.name, automation.id])) {
      if (wanted.has(name)) matches.get(name)!.push(automation);
    }
  }
  const missing = [...wanted].filter((name) => matches.get(name)!.length === 0);
  if (missing.length > 0) throw notFound(missing, known, place.words);
  const several = [...matches.values()].find((found) => found.length > 1);
  if (several !== undefined) throw ambiguous(several, place.words);
  return [...new Set([...matches.values()].flat())];
}

function notFound(missing: readonly string[], known: readonly string[], where: string): ServerError {
  const quoted = missing.map((name) => JSON.stringify(name)).join(", ");
  const close = missing.flatMap((name) => closestWord(name, known) ?? []);
  const meant = close.length === 0 ? "" : `Did you mean ${close.join(", ")}? `;
  return new ServerError("NOT_FOUND", `No automation ${where} has the name or id ${quoted}.`, {
    hint: `${meant}Name the --entity if it is on a team as a whole; \`list\` shows what there is.`,
  });
}

function ambiguous(found: readonly Automation[], where: string): ServerError {
  const ids = found.map(({ id, scope }) => `${id} (${scopeText(scope)})`);
  return new ServerError(
    "CONFLICT",
    `Several automations ${where} are named ${JSON.stringify(found[0]!.name)}.`,
    {
      hint: `Give the id of one instead: ${ids.join(", ")}.`,
    },
  );
}
