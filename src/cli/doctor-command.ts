import type { Command } from "commander";
import type { CommandIo } from "./command-io.js";
import { createCommand } from "./create-command.js";

/** `wandb-automations doctor`: what may keep the other commands from working. */
export function doctorCommand(io: CommandIo): Command {
  return createCommand({
    name: "doctor",
    description:
      "Check what the other commands need: Node, optional packages, the key and where it is from, the server, its " +
      "features and its clock. Exits with 4 if the server can't be reached, with 1 if something else is wrong.",
    examples: ["doctor", "doctor --json"],
  }).action(
    io.action(async () => {
      const { doctor } = await import("./doctor/doctor.js");
      return await doctor(io);
    }),
  );
}
