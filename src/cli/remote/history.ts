import { printable } from "../../evaluate/picture/printable.js";
import type { Execution } from "../../wire/execution.js";
import type { JsonObject } from "../../wire/json.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import type { HistoryFlags } from "../history-command.js";
import { openApi } from "../open-api.js";
import { formatTable } from "../text/format-table.js";
import { eventLabel } from "./event-label.js";
import { findNamed } from "./find-named.js";

const MAX_PER_PAGE = 100;

/** What `wandb-automations history` does. */
export async function showHistory(io: CommandIo, name: string, flags: HistoryFlags): Promise<CommandResult> {
  const api = await openApi(io);
  const [automation] = await findNamed(api, [name], flags);
  const found: Execution[] = [];
  const perPage = Math.min(flags.limit, MAX_PER_PAGE);
  for await (const execution of api.executions(automation!, { perPage })) {
    found.push(execution);
    if (found.length >= flags.limit) break;
  }
  if (found.length === 0) io.out(`${printable(automation!.name)} has not fired.\n`);
  else {
    const head = ["time", "state", "event", "where", "result"].map((cell) => io.paint.bold(cell));
    io.out(formatTable([head, ...found.map((one) => cells(io, one))], io.columns));
  }
  return {
    document: {
      automation: { id: automation!.id, name: automation!.name },
      executions: found.map(documentOf),
    },
  };
}

function cells({ paint }: CommandIo, execution: Execution): string[] {
  const { createdAt, state, event } = execution;
  const failed = state === "FAILED";
  const row = [
    createdAt.replace("T", " ").replace(/(\.\d+)?Z?$/, ""),
    state.toLowerCase(),
    event === null ? "" : eventLabel(event.eventType),
    whereText(event?.data ?? {}),
    resultText(execution),
  ].map(printable);
  return failed ? row.map((cell) => paint.red(cell)) : row;
}

/** On which run, or which version of which collection, and with what. */
function whereText(data: JsonObject): string {
  const part = (name: string) =>
    data[name] === undefined || data[name] === null ? undefined : `${data[name]}`;
  const version = part("artifactVersionIndex");
  const collection = part("artifactCollectionName");
  const artifact =
    collection === undefined
      ? undefined
      : `${collection}${version === undefined ? "" : `:v${version.replace(/^v/, "")}`}`;
  const metric = part("metricName");
  const values =
    data.metricValues === undefined || data.metricValues === null
      ? ""
      : ` ${JSON.stringify(data.metricValues)}`;
  return [
    part("runName") ?? artifact,
    part("alias") ?? part("tag") ?? part("newRunState")?.toLowerCase(),
    metric === undefined ? undefined : `${metric}${values}`,
  ]
    .filter((one) => one !== undefined)
    .join(", ");
}

/** How it went. What a receiver answered isn't shown: it may hold anything. */
function resultText({ result }: Execution): string {
  const data = result?.data ?? {};
  const error = data.error as JsonObject | null | undefined;
  const status = data.statusCode ?? data.status;
  return [status === undefined || status === null ? [] : `HTTP ${status}`, error?.message ?? []]
    .flat()
    .join(", ");
}

function documentOf({ id, createdAt, state, event, action, result }: Execution) {
  const { error = null, statusCode = null } = result?.data ?? {};
  return {
    ...{ id, createdAt, state, event },
    actionType: action?.actionType ?? null,
    result: result === null ? null : { resultType: result.resultType, statusCode, error },
  };
}
