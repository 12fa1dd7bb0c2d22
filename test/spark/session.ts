import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("session.py", import.meta.url));

/** A Spark on this machine that runs emitted jobs. Needs `SPARK_PYTHON`, a Python with PySpark. */
export class SparkSession {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor() {
    this.#process = spawn(process.env.SPARK_PYTHON ?? "python3", [SCRIPT], {
      stdio: ["pipe", "pipe", process.env.SPARK_LOG ? "inherit" : "ignore"],
    });
    this.#answers = createInterface({ input: this.#process.stdout! })[Symbol.asyncIterator]();
  }

  /** Runs the job in a folder. */
  async job(folder: string): Promise<void> {
    await this.#ask({ job: path.join(folder, "job.py") });
  }

  async sql(sql: string): Promise<void> {
    await this.#ask({ sql });
  }

  close(): void {
    this.#process.stdin!.end();
  }

  async #ask(request: object): Promise<void> {
    this.#process.stdin!.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error("Spark ended");
    const { error } = JSON.parse(value) as { error?: string };
    if (error !== undefined) throw new Error(error);
  }
}
