import { EvaluationError } from "../errors/index.js";
import type { RunHistory } from "../history/run-history.js";
import type { ArtifactEvent } from "./artifact-event.js";

/** One thing to evaluate: a run with its rows, or something that happened to an artifact. */
export type EvaluationItem = RunHistory | ArtifactEvent;

/** What a dry run goes over: one item, several, or a stream of them. */
export type EvaluationSource = EvaluationItem | Iterable<EvaluationItem> | AsyncIterable<EvaluationItem>;

/** The items of a source, one by one. */
export async function* itemsOf(source: EvaluationSource): AsyncGenerator<EvaluationItem> {
  if (isIterable(source)) yield* source;
  else yield source;
}

function isIterable(
  source: EvaluationSource,
): source is Iterable<EvaluationItem> | AsyncIterable<EvaluationItem> {
  return isObject(source) && (Symbol.iterator in source || Symbol.asyncIterator in source);
}

export function isArtifactEvent(item: EvaluationItem): item is ArtifactEvent {
  return "kind" in item && item.kind === "artifact";
}

/** @throws EvaluationError when the item is neither a run's history nor an artifact event. */
export function checkItem(item: EvaluationItem): EvaluationItem {
  const given: unknown = item;
  if (isObject(given)) {
    if ("kind" in given && given.kind === "artifact" && "change" in given && "collection" in given)
      return item;
    if ("run" in given && "rows" in given && isObject(given.run) && isRows(given.rows)) {
      if ("id" in given.run && typeof given.run.id === "string") return item;
      throw new EvaluationError("A run's history doesn't name its run: run.id must be a text.", {
        hint: 'Give { run: { id: "lkowe4hd" }, rows }: runs are told apart by it.',
      });
    }
  }
  throw new EvaluationError(
    `A history holds ${describeItem(given)}, which is neither a run's history nor an artifact event.`,
    {
      hint: 'Give { run: { id }, rows } or { kind: "artifact", change, collection }, or an iterable of them.',
    },
  );
}

function describeItem(given: unknown): string {
  if (typeof given === "string") {
    return `the text ${JSON.stringify(given.slice(0, 40))} (history() reads files, series() its notation)`;
  }
  if (!isObject(given)) return String(given);
  if (Array.isArray(given)) return "a list in a list";
  if ("_step" in given || "_timestamp" in given)
    return "a row without its run ({ run: { id }, rows: [row] })";
  return `an object with ${Object.keys(given).slice(0, 5).join(", ") || "nothing"} in it`;
}

function isRows(rows: unknown): boolean {
  return isObject(rows) && (Symbol.iterator in rows || Symbol.asyncIterator in rows);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
