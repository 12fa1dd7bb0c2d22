import type { KeepOptions } from "../options.js";
import type { ExecutionRecord } from "./records.js";
import { compositeKey, type Store } from "./store.js";

const DEFAULT_EXECUTIONS = 250_000;
const DEFAULT_BODY_BYTES = 64 * 1024 * 1024;
/** Share of the executions that are forgotten together: one by one would cost more. */
const BATCH = 1 / 20;

/**
 * Keeps executions that are done within bounds: of many, the oldest are forgotten, and of large ones the bodies. What
 * the 24-hour rule needs to know of an execution is kept beyond it.
 */
export class ExecutionArchive {
  readonly #store: Store;
  readonly #executions: number;
  readonly #bodyBytes: number;
  /** Executions whose bodies are kept, and how large those are, the oldest first. */
  readonly #bodies = new Map<string, number>();
  #keptBytes = 0;

  constructor(
    store: Store,
    { executions = DEFAULT_EXECUTIONS, bodyBytes = DEFAULT_BODY_BYTES }: KeepOptions = {},
  ) {
    this.#store = store;
    this.#executions = executions;
    this.#bodyBytes = bodyBytes;
  }

  /** Takes up what an earlier process left. */
  restore(): void {
    for (const execution of [...this.#store.executions.all()]) this.#count(execution);
    this.#trim();
  }

  /** Keeps an execution that is done. Nothing is rendered from it any more, so its variables go. */
  put(execution: ExecutionRecord): void {
    this.#count(this.#store.executions.put({ ...execution, variables: {} }));
    this.#trim();
  }

  #count(execution: ExecutionRecord): void {
    const { id, state, request, response } = execution;
    const bytes = keptLength(request) + keptLength(response);
    if (state === "PENDING" || bytes === 0) return;
    this.#keptBytes += bytes - (this.#bodies.get(id) ?? 0);
    this.#bodies.set(id, bytes);
    for (const [oldest, size] of this.#bodies) {
      if (this.#keptBytes <= this.#bodyBytes) return;
      this.#dropCount(oldest, size);
      this.#dropBodies(oldest);
    }
  }

  #dropCount(id: string, bytes: number): void {
    this.#bodies.delete(id);
    this.#keptBytes -= bytes;
  }

  #dropBodies(id: string): void {
    const execution = this.#store.executions.get(id);
    if (execution === undefined) return;
    const without = <T extends WithBody>(one: T | null) =>
      one && keptLength(one) > 0 ? { ...one, body: `[${one.body.length} characters, not kept]` } : one;
    const { request, response } = execution;
    this.#store.executions.put({ ...execution, request: without(request), response: without(response) });
  }

  #trim(): void {
    const { executions } = this.#store;
    if (executions.size <= this.#executions + Math.floor(this.#executions * BATCH)) return;
    const gone: ExecutionRecord[] = [];
    for (const execution of executions.all()) {
      if (executions.size - gone.length <= this.#executions) break;
      if (execution.state !== "PENDING") gone.push(execution);
    }
    for (const execution of gone) this.#forget(execution);
    executions.deleteAll(gone);
  }

  #forget({ id, automationId, run }: ExecutionRecord): void {
    this.#dropCount(id, this.#bodies.get(id) ?? 0);
    if (run === null) return;
    const key = compositeKey(automationId, run.id);
    // A later firing, which is kept for longer, says more.
    if (this.#store.executionsByRun.all(key).at(-1)?.id === id) this.#store.putLastFiring(key, run.timestamp);
  }
}

interface WithBody {
  readonly body: string;
}

const NOT_KEPT = /^\[\d+ characters, not kept\]$/;

function keptLength(one: WithBody | null): number {
  return one === null || NOT_KEPT.test(one.body) ? 0 : one.body.length;
}
