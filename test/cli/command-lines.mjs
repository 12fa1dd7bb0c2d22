/**
 * What is run, in this order, once in each way. Each way ends as it began: the server without automations.
 *
 * - `argv`: the words after `wandb-automations`
 * - `status`: the exit code, 0 unless given
 * - `says`: what stdout must hold; `complains`: what stderr must hold
 * - `colours`: whether it is coloured on a terminal
 * - `isCode`: it prints code, which isn't broken into lines of 80 columns
 */
export const COMMAND_LINES = [
  { argv: ["--help"], says: /Commands:/ },
  { argv: ["validate", "--help"], says: /Examples:/ },
  { argv: ["init", "--project", "acme/vision"], says: /kept +automations\/alerts\.ts/ },
  { argv: ["validate", "--strict"], says: /2 passed/, colours: true },
  { argv: ["validate", "broken.ts"], status: 1, says: /not today/, colours: true },
  { argv: ["validate", "nowhere.ts"], status: 2, complains: /nowhere\.ts/ },
  { argv: ["validate", "noisy.ts", "--strict"], status: 3, says: /\(window-one\)/, colours: true },
  { argv: ["test", "--min-coverage", "100"], says: /2 of 2 automations covered/, colours: true },
  { argv: ["backtest", "--history", "runs"], says: /6 runs/ },
  { argv: ["doctor"], says: /emulator-user/ },
  { argv: ["integrations", "--entity", "acme"], says: /#ml-alerts/ },
  { argv: ["plan"], says: /2 to create/, colours: true },
  { argv: ["apply"], status: 2, complains: /--auto-approve/ },
  { argv: ["apply", "--auto-approve"], says: /2 created/ },
  { argv: ["plan"], says: /No changes/ },
  { argv: ["list", "acme/vision"], says: /loss-spike/ },
  { argv: ["show", "loss-spike"], says: /acme\/vision/ },
  { argv: ["history", "loss-spike"], says: /has not fired/ },
  { argv: ["disable", "run-failed"], says: /is disabled/ },
  { argv: ["plan"], says: /1 to change/, colours: true },
  { argv: ["enable", "run-failed"], says: /is enabled/ },
  { argv: ["pull", "acme/vision"], says: /export const lossSpike/, isCode: true },
  { argv: ["import", "acme/vision", "--out", "pulled/vision.ts", "--force"], says: /pulled\/vision\.ts/ },
  { argv: ["delete", "run-failed", "--auto-approve"], says: /is deleted/ },
  { argv: ["destroy", "--auto-approve"], says: /1 deleted/ },
  { argv: ["list", "acme/vision"] },
  { argv: ["completion", "bash"], says: /complete -o default/, isCode: true },
  { argv: ["frobnicate"], status: 2, complains: /frobnicate/ },
];
