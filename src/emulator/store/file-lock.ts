import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Holds a file for this process, as far as others on this machine ask too; `undefined` where another one does. The lock
 * is a socket that is listened to, which the system closes however the process ends: neither a crash nor a process
 * number used again can leave it behind.
 */
export async function lockFile(file: string): Promise<(() => Promise<void>) | undefined> {
  const address = addressOf(file);
  const server = (await tryListen(address)) ?? (await takeOver(address));
  if (server === undefined) return undefined;
  // The lock alone doesn't keep the process alive.
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

/** In the temporary folder, because the path of a socket must be short. */
function addressOf(file: string): string {
  const name = `wandb-automations-${createHash("sha256").update(resolve(file)).digest("hex").slice(0, 24)}`;
  return process.platform === "win32" ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
}

async function takeOver(address: string): Promise<Server | undefined> {
  if (await isAnswered(address)) return undefined;
  rmSync(address, { force: true });
  return tryListen(address);
}

function tryListen(address: string): Promise<Server | undefined> {
  return new Promise((done, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? done(undefined) : reject(error),
    );
    server.listen(address, () => done(server));
  });
}

function isAnswered(address: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    // Refused or gone: whoever made it has ended. Anything else is somebody's.
    socket.once("error", (error: NodeJS.ErrnoException) =>
      done(error.code !== "ECONNREFUSED" && error.code !== "ENOENT"),
    );
  });
}
