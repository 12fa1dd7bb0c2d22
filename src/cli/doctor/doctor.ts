import { printable } from "../../evaluate/picture/printable.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { openApi } from "../open-api.js";
import { wrapText } from "../text/wrap-text.js";
import type { Check, CheckStatus } from "./check.js";
import { checkFeatures, checkKey, checkLogin } from "./check-account.js";
import { checkNode, checkPackages } from "./check-packages.js";
import { checkServer } from "./check-server.js";
import { findServer } from "./find-server.js";

const MARKS: Readonly<Record<CheckStatus, string>> = { ok: "✓", warn: "!", fail: "✗", skip: "-" };
const COLOURS = { ok: "green", warn: "yellow", fail: "red", skip: "dim" } as const;

/** What `wandb-automations doctor` does. */
export async function doctor(io: CommandIo): Promise<CommandResult> {
  const checks: Check[] = [];
  const show = (...found: readonly Check[]) => {
    checks.push(...found);
    for (const check of found) print(io, check);
  };
  show(checkNode(), ...(await checkPackages()));
  const { check, baseUrl } = await findServer(io);
  show(check);
  const server = baseUrl === undefined ? undefined : await checkServer(io, baseUrl);
  if (server) show(...server.checks);
  // One attempt will do: the question is what is wrong now.
  const api = await openApi(io, { retries: 0, attemptTimeoutMs: 10_000 });
  const key = await checkKey(api);
  show(key);
  if (server?.reached && key.status === "ok") {
    const login = await checkLogin(api);
    show(login);
    if (login.status !== "fail") show(await checkFeatures(api, server.emulator));
  }
  const unreachable = server !== undefined && !server.reached;
  const failed = checks.some(({ status }) => status === "fail");
  return { exitCode: unreachable ? 4 : failed ? 1 : 0, document: { checks } };
}

function print({ out, paint, columns }: CommandIo, { name, status, message, hint }: Check): void {
  const mark = paint[COLOURS[status]](MARKS[status]);
  out(`${mark} ${wrapText(`${paint.bold(name)} ${printable(message)}`, columns - 2, "  ")}\n`);
  if (hint !== undefined) out(`    ${wrapText(paint.dim(printable(hint)), columns - 4, "    ")}\n`);
}
