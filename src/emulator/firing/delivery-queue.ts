import type { DeliveryOptions } from "../options.js";
import type { ExecutionArchive } from "../store/execution-archive.js";
import type { DeliveryResponse, ExecutionRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import { type AddressGuard, DeliveryRefused } from "./address-guard.js";
import { post } from "./post.js";
import { prepareAction, type SignatureEncoding, withoutSecrets } from "./prepare-action.js";

export interface DeliveryQueueOptions extends DeliveryOptions {
  readonly guard: AddressGuard;
  readonly signatureEncoding: SignatureEncoding;
  readonly now: () => Date;
  /** Told when keeping a result fails; the delivery is then made again after a restart. */
  readonly onFault: (error: Error) => void;
}

/** Answers worth another attempt: the receiver is busy, limits rates or is broken. */
const isRetryable = (status: number) => status === 408 || status === 429 || status >= 500;
const isSuccess = (status: number) => status >= 200 && status < 300;
const MAX_WAIT_MS = 60_000;

interface Attempted {
  readonly response: DeliveryResponse | null;
  readonly error: string | null;
  /** Milliseconds until it is worth trying again; undefined where it isn't. */
  readonly retryInMs: number | undefined;
}

/**
 * Makes deliveries: executions that are PENDING in the store are its outbox. An execution is FINISHED once a success
 * was answered and that answer was kept, and is never sent again from then on; a crash before that sends it again.
 */
export class DeliveryQueue {
  readonly #store: Store;
  readonly #archive: ExecutionArchive;
  readonly #options: DeliveryQueueOptions;
  readonly #ready: string[] = [];
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #stop = new AbortController();
  readonly #idle: (() => void)[] = [];
  #running = 0;

  /** `archive` takes what is done. */
  constructor(store: Store, archive: ExecutionArchive, options: DeliveryQueueOptions) {
    this.#store = store;
    this.#archive = archive;
    this.#options = options;
  }

  /** Takes up what an earlier process left PENDING. */
  resume(): void {
    for (const execution of this.#store.executions.all()) {
      if (execution.state !== "PENDING") continue;
      const due = execution.nextAttemptAt === null ? 0 : Date.parse(execution.nextAttemptAt);
      this.#schedule(execution.id, due - this.#options.now().getTime());
    }
  }

  /** Does an execution's action, or records it, and keeps what came of it. */
  add(execution: ExecutionRecord): void {
    const prepared = prepareAction(this.#store, execution, this.#options.signatureEncoding);
    if (prepared.kind === "send") {
      this.#store.executions.put({ ...execution, request: prepared.shown });
      this.#schedule(execution.id, 0);
    } else if (prepared.kind === "record") {
      this.#finish({ ...execution, request: prepared.shown }, "FINISHED", null);
    } else {
      this.#finish(execution, "FAILED", prepared.error);
    }
  }

  /** Resolves once nothing is under way or waiting for another attempt. */
  async settled(): Promise<void> {
    if (this.#ready.length + this.#timers.size + this.#running === 0) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Stops; what is PENDING stays so. */
  async close(): Promise<void> {
    this.#ready.length = 0;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#stop.abort();
    await this.settled();
  }

  #schedule(id: string, delayMs: number): void {
    if (this.#stop.signal.aborted) return;
    if (delayMs > 0) {
      const timer = setTimeout(
        () => {
          this.#timers.delete(id);
          this.#schedule(id, 0);
        },
        Math.min(delayMs, MAX_WAIT_MS),
      );
      this.#timers.set(id, timer);
      return;
    }
    this.#ready.push(id);
    this.#fill();
  }

  #fill(): void {
    const { concurrency = 16 } = this.#options;
    while (this.#running < concurrency) {
      const id = this.#ready.shift();
      if (id === undefined) break;
      this.#running += 1;
      this.#deliver(id)
        .catch((error: unknown) => {
          if (!this.#stop.signal.aborted) this.#options.onFault(error as Error);
        })
        .finally(() => {
          this.#running -= 1;
          this.#fill();
          if (this.#ready.length + this.#timers.size + this.#running === 0)
            for (const resolve of this.#idle.splice(0)) resolve();
        });
    }
  }

  async #deliver(id: string): Promise<void> {
    const waiting = this.#store.executions.get(id);
    if (waiting?.state !== "PENDING") return;
    // What is sent says which attempt it is, so the attempt is counted before it is made.
    const attempts = waiting.attempts + 1;
    const execution = this.#store.executions.put({ ...waiting, attempts });
    const prepared = prepareAction(this.#store, execution, this.#options.signatureEncoding);
    if (prepared.kind !== "send") {
      const error = prepared.kind === "fail" ? prepared.error : null;
      this.#finish(execution, error === null ? "FINISHED" : "FAILED", error);
      return this.#store.flush();
    }
    // The firing itself is safe before anybody hears of it.
    await this.#store.flush();
    const { response, error, retryInMs } = await this.#attempt(prepared.outgoing, attempts);
    if (this.#stop.signal.aborted && response === null) return;
    const attempted = {
      ...execution,
      response: response && { ...response, body: withoutSecrets(response.body, prepared.secrets) },
      request: prepared.shown,
    };
    if (error === null) {
      this.#finish(attempted, "FINISHED", null);
    } else if (retryInMs === undefined || attempts >= (this.#options.attempts ?? 5)) {
      this.#finish(attempted, "FAILED", error);
    } else {
      const nextAttemptAt = new Date(this.#options.now().getTime() + retryInMs).toISOString();
      this.#store.executions.put({ ...attempted, error, nextAttemptAt });
      this.#schedule(id, retryInMs);
    }
    // At once: should the process die before, the delivery is made again.
    await this.#store.flush(true);
  }

  async #attempt(outgoing: Parameters<typeof post>[0], attempts: number): Promise<Attempted> {
    const { guard, timeoutMs = 10_000, backoffMs = 500 } = this.#options;
    const backoff = Math.min(backoffMs * 2 ** (attempts - 1), MAX_WAIT_MS);
    try {
      const { response, retryAfterSeconds } = await post(outgoing, guard, timeoutMs, this.#stop.signal);
      if (isSuccess(response.status)) return { response, error: null, retryInMs: undefined };
      const wait = Math.min(Math.max(backoff, (retryAfterSeconds ?? 0) * 1000), MAX_WAIT_MS);
      const error = `the receiver answered ${`${response.status} ${response.statusText}`.trim()}`;
      return { response, error, retryInMs: isRetryable(response.status) ? wait : undefined };
    } catch (failure) {
      const { message } = failure as Error;
      const retryInMs = failure instanceof DeliveryRefused ? undefined : backoff;
      return { response: null, error: message || "the connection failed", retryInMs };
    }
  }

  #finish(execution: ExecutionRecord, state: "FINISHED" | "FAILED", error: string | null): void {
    const finishedAt = this.#options.now().toISOString();
    this.#archive.put({ ...execution, state, error, nextAttemptAt: null, finishedAt });
  }
}
