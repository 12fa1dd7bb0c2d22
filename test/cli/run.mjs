// Packs the package, makes a project with it as a user would, and runs every command there: piped, in a terminal of 80
// columns, and with --json. What is run is in command-lines.mjs. Needs dist/ (npm run build), npm's registry and tmux.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";
import { COMMAND_LINES } from "./command-lines.mjs";
import { makeProject, startEmulator } from "./project.mjs";
import { openTerminal } from "./terminal.mjs";

const COLUMNS = 80;
const BIN = "node_modules/.bin/wandb-automations";
const ESCAPE = "\u001b";

const { folder, close } = makeProject();
const base = { PATH: process.env.PATH, HOME: folder, TERM: "screen-256color" };
const terminal = openTerminal();
let emulator;

/** Says which command line it was that went wrong. */
async function each(way, check) {
  for (const line of COMMAND_LINES) {
    try {
      await check(line);
    } catch (error) {
      error.message = `${line.argv.join(" ")} (${way}): ${error.message}`;
      throw error;
    }
  }
  console.log(`${way}: ${COMMAND_LINES.length} command lines`);
}

const tooLong = (text) => text.split("\n").filter((line) => [...line].length > COLUMNS);
const piped = (argv, env) =>
  spawnSync(join(folder, BIN), argv, {
    cwd: folder,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

async function interrupt(env) {
  const sockets = new Set();
  const silent = createServer((socket) => sockets.add(socket));
  await new Promise((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = { ...env, WANDB_BASE_URL: `http://127.0.0.1:${silent.address().port}` };
  const child = spawn(join(folder, BIN), ["plan"], { cwd: folder, env: address, stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  await new Promise((resolve) => silent.once("connection", resolve));
  child.kill("SIGINT");
  assert.equal(await ended, 130);
  for (const socket of sockets) socket.destroy();
  silent.close();
}

try {
  emulator = await startEmulator(folder);
  const env = { ...base, ...emulator.variables };

  await each("piped", ({ argv, status = 0, says, complains, isCode }) => {
    const { status: ended, stdout, stderr } = piped(argv, env);
    assert.equal(ended, status, `exit code\n${stdout}${stderr}`);
    if (says) assert.match(stdout, says);
    if (complains) assert.match(stderr, complains);
    assert(!`${stdout}${stderr}`.includes(ESCAPE), "it is coloured");
    if (!isCode) assert.deepEqual(tooLong(stdout), []);
  });

  await each("in a terminal", async ({ argv, status = 0, says, complains, colours, isCode }) => {
    // Nobody sits there to be asked.
    const command = `${BIN} ${argv.join(" ")} </dev/null`;
    const { status: ended, plain, coloured } = await terminal.run(command, { cwd: folder, env });
    assert.equal(ended, status, `exit code\n${plain}`);
    for (const words of [says, complains]) if (words) assert.match(plain, words);
    if (!isCode) assert.deepEqual(tooLong(plain), []);
    if (colours) assert(coloured.includes(`${ESCAPE}[`), "it isn't coloured");
  });

  await each("as JSON", ({ argv, status = 0 }) => {
    const { status: ended, stdout, stderr } = piped([...argv, "--json"], env);
    assert.equal(ended, status, `exit code\n${stdout}${stderr}`);
    const document = JSON.parse(stdout);
    assert.equal(document.schemaVersion, 1);
    assert.equal(document.ok, status === 0);
    assert(argv.includes(document.command) || document.command === "wandb-automations", document.command);
    assert(!stdout.includes(ESCAPE), "it is coloured");
  });

  const head = spawnSync("bash", ["-c", `${BIN} --help | head -1; echo "\${PIPESTATUS[0]}"`], {
    cwd: folder,
    env,
    encoding: "utf8",
  });
  assert.deepEqual([head.stdout.split("\n")[1], head.stderr], ["0", ""], "a closed pipe");
  const quiet = await terminal.run(`NO_COLOR=1 ${BIN} validate`, { cwd: folder, env });
  assert(!quiet.coloured.includes(`${ESCAPE}[3`), "NO_COLOR");
  await interrupt(env);
  for (const [keys, status] of [
    [["n", "Enter"], 1],
    [["C-c"], 130],
    [["C-d"], 1],
  ]) {
    const asked = await terminal.run(`${BIN} apply`, { cwd: folder, env, answer: { to: "[y/N]", keys } });
    assert.equal(asked.status, status, `${keys}\n${asked.plain}`);
  }
  console.log(
    "closed pipes end quietly, NO_COLOR is heeded, an interrupted command ends with 130, also at a question",
  );
} finally {
  emulator?.stop();
  terminal.close();
  close();
}
