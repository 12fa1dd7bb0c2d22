import { parseJsonValue } from "../history/json-value.js";
import type { RunInfo } from "../history/run-history.js";
import type { RunNode, RunPath } from "../wire/documents.js";
import { isJsonObject } from "../wire/json.js";

/** JSON that the server gives as such or as text that holds it; undefined where it is neither. */
function readJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return parseJsonValue(value);
  } catch {
    return undefined;
  }
}

function readObject(value: unknown): Record<string, unknown> | undefined {
  const parsed = readJson(value);
  return isJsonObject(parsed) ? { ...parsed } : undefined;
}

/** A run's config: each value is wrapped in `{"value": …}`, and `_wandb` is the SDK's own. */
function readConfig(text: unknown): Record<string, unknown> | undefined {
  const { _wandb: _own, ...config } = readObject(text) ?? {};
  const entries = Object.entries(config).map(([key, given]): [string, unknown] => [
    key,
    isJsonObject(given) && "value" in given ? given.value : given,
  ]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/** The last step of a run that has rows; undefined where the server doesn't tell. */
export function lastStep({ historyKeys }: Pick<RunNode, "historyKeys">): number | undefined {
  const step = readObject(historyKeys)?.lastStep;
  return typeof step === "number" && Number.isSafeInteger(step) ? step : undefined;
}

/** What is known about a run besides its rows. */
export function toRunInfo(node: RunNode, { entity, project }: Omit<RunPath, "run">): RunInfo {
  const { name, displayName, user, state, tags, group, jobType, sweepName } = node;
  const known = {
    ...{ displayName, state, group, jobType },
    username: user?.username,
    sweepId: sweepName,
    tags: tags?.filter((tag) => typeof tag === "string"),
    config: readConfig(node.config),
    summary: readObject(node.summaryMetrics),
  };
  const present = Object.entries(known).filter(([, value]) => value !== undefined && value !== null);
  return Object.freeze({ id: name, entity, project, ...Object.fromEntries(present) });
}
