import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";

const COLUMNS = 80;
const LIMIT_MS = 60_000;

/** A tmux server of its own, with what runs in it seeing a terminal of 80 columns. */
export function openTerminal() {
  const server = `cli-${randomUUID()}`;
  // The server hands its environment on: what this process was told about colour isn't for what runs in it.
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const tmux = (...argv) => execFileSync("tmux", ["-L", server, ...argv], { encoding: "utf8", env });
  // It would end with each session.
  tmux("start-server", ";", "set-option", "-g", "exit-empty", "off");
  return {
    /**
     * Runs a command line and waits for its end.
     *
     * @param answer what is asked, and the keys to press then
     * @returns its exit code, the lines on the screen (those that were too long in one piece), and the same with colours
     */
    async run(command, { cwd, env, answer }) {
      const end = `end-${randomUUID()}`;
      const variables = Object.entries(env).flatMap(([name, value]) => ["-e", `${name}=${value}`]);
      // The screen stays until it has been read.
      const script = `${command}; echo "${end} $?"; sleep ${LIMIT_MS / 1000}`;
      const size = ["-x", `${COLUMNS}`, "-y", "50"];
      tmux("new-session", "-d", "-s", end, ...size, "-c", cwd, ...variables, "bash", "-c", script);
      try {
        let asked = answer === undefined;
        for (const deadline = Date.now() + LIMIT_MS; Date.now() < deadline; ) {
          const plain = tmux("capture-pane", "-p", "-J", "-S", "-", "-t", end);
          if (!asked && plain.includes(answer.to)) {
            tmux("send-keys", "-t", end, ...answer.keys);
            asked = true;
          }
          const at = plain.indexOf(end);
          const status = /^ (\d+)/.exec(plain.slice(at + end.length))?.[1];
          if (at >= 0 && status !== undefined) {
            const coloured = tmux("capture-pane", "-p", "-e", "-S", "-", "-t", end);
            return { status: Number(status), plain: plain.slice(0, at), coloured };
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`it didn't end within ${LIMIT_MS / 1000} s`);
      } finally {
        tmux("kill-session", "-t", end);
      }
    },
    close: () => tmux("kill-server"),
  };
}
