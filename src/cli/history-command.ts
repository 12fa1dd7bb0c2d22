import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";
import { parseCount } from "./parse-count.js";
import { type PlaceFlags, withPlace } from "./remote/place-options.js";

/** The options of `history`. */
export interface HistoryFlags extends PlaceFlags {
  readonly limit: number;
}

const DEFAULT_LIMIT = 20;

/** `wandb-automations history`: when an automation fired. */
export function historyCommand(io: CommandIo): Command {
  const command = createCommand({
    name: "history",
    description: "Show when an automation fired, latest first, and how its action went.",
    examples: ["history loss-spike", "history loss-spike --project acme/vision --limit 100"],
  }).argument("<name>", "the automation's name, or its id");
  return withPlace(command)
    .option("--limit <number>", "so many firings at most", parseCount, DEFAULT_LIMIT)
    .action(
      io.action(async (name: string, flags: HistoryFlags) => {
        const { showHistory } = await import("./remote/history.js");
        return await showHistory(io, name, flags);
      }),
    );
}
