import type { ClientContext } from "../client/context.js";
import {
  type AutomationsError,
  hasErrorCode,
  isAutomationsError,
  ServerError,
  TransportError,
} from "../errors/index.js";
import type { RequestOptions } from "../model/backend.js";
import type { UnresolvedIntegration } from "../wire/compiled-automation.js";
import type { ApplyResult } from "./apply-report.js";
import type { PlannedWork } from "./planned-work.js";
import { readRecords } from "./read-server.js";
import { findDone, type Step, sendOne, sendTogether } from "./send-steps.js";

/** Changes that go in one request. */
const BATCH = 20;

/** Codes after which trying another change is of no use. */
const HOPELESS = ["AUTHENTICATION", "AUTH_MISSING", "AUTH_MALFORMED", "RATE_LIMITED", "ABORTED"];

/**
 * The changes of a plan, taken from the front by several workers, {@link BATCH} in a request.
 *
 * Servers carry out the parts of a request one after the other and say of all of them together whether something went
 * wrong. So after any answer but a clean one, the automations are read: what is as it should be is done, and the rest is
 * sent again one by one, by the ways of single saves, which never make anything twice and say what is wrong with each.
 */
export class Changes {
  readonly #context: ClientContext;
  readonly #waiting: PlannedWork[];
  readonly #request: RequestOptions;
  readonly #finish: (result: ApplyResult) => void;
  /** Ids of integrations that had to be made, by entity and URL. */
  readonly #integrations = new Map<string, string | AutomationsError>();
  /** Set once trying on is of no use. */
  #stop: AutomationsError | undefined;
  /** Set once the server turned out to take changes one by one only. */
  #oneByOne = false;

  constructor(
    context: ClientContext,
    work: readonly PlannedWork[],
    { finish, ...request }: RequestOptions & { finish: (result: ApplyResult) => void },
  ) {
    this.#context = context;
    this.#waiting = [...work];
    this.#request = request;
    this.#finish = finish;
  }

  /** Makes the integrations that changes need, one after the other, so that none is made twice. */
  async makeIntegrations(): Promise<void> {
    const { session, integrations } = this.#context;
    for (const { pending } of this.#waiting) {
      if (!pending || this.#stop) continue;
      const key = keyOf(pending);
      if (this.#integrations.has(key)) continue;
      const { wanted, entity } = pending;
      try {
        const call = session.startCall(this.#request);
        this.#integrations.set(key, await integrations.resolve(wanted, entity, undefined, call));
      } catch (error) {
        const known = explain(asKnown(error), wanted);
        this.#integrations.set(key, known);
        if (HOPELESS.includes(known.code)) this.#stop = known;
      }
    }
  }

  /** Makes changes until none is left. */
  async work(): Promise<void> {
    for (let some = this.#next(); some.length > 0; some = this.#next()) {
      const steps = some.flatMap((work) => this.#prepare(work) ?? []);
      if (this.#oneByOne || steps.length === 1) await this.#sendEach(steps);
      else if (steps.length > 0) await this.#sendBatch(steps);
    }
  }

  /** The changes to make next; those there is no use in trying any more are given up. */
  #next(): PlannedWork[] {
    if (this.#request.signal?.aborted)
      this.#stop ??= new TransportError("ABORTED", "The call was cancelled by its signal.");
    if (this.#stop) for (const work of this.#waiting.splice(0)) this.#end(work, "skipped", this.#stop);
    return this.#waiting.splice(0, BATCH);
  }

  #prepare(work: PlannedWork): Step | undefined {
    const id = work.pending && this.#integrations.get(keyOf(work.pending));
    if (id === undefined || typeof id === "string") return { work, step: work.step(id) };
    this.#end(work, "failed", id);
    return undefined;
  }

  async #sendBatch(steps: readonly Step[]): Promise<void> {
    let failure: AutomationsError;
    try {
      const ids = await sendTogether(this.#context, steps, this.#call());
      for (const [i, { work }] of steps.entries()) this.#done(work, ids[i]);
      return;
    } catch (error) {
      failure = asKnown(error);
    }
    if (HOPELESS.includes(failure.code)) return this.#giveUp(steps, failure);
    let done: ReadonlyMap<Step, string>;
    try {
      done = findDone(steps, await this.#read(steps));
    } catch {
      // Not even a read gets through. What is known is the failure of the request.
      return this.#giveUp(steps, failure);
    }
    for (const [{ work }, id] of done) this.#done(work, id);
    if (done.size === 0 && hasErrorCode(failure, "GRAPHQL")) this.#oneByOne = true;
    await this.#sendEach(steps.filter((step) => !done.has(step)));
  }

  async #sendEach(steps: readonly Step[]): Promise<void> {
    for (const step of steps) {
      if (this.#stop || this.#request.signal?.aborted) {
        const aborted = new TransportError("ABORTED", "The call was cancelled by its signal.");
        this.#end(step.work, "skipped", this.#stop ?? aborted);
        continue;
      }
      try {
        this.#done(step.work, await sendOne(this.#context, step, this.#request));
      } catch (error) {
        const failure = asKnown(error);
        if (HOPELESS.includes(failure.code)) this.#stop = failure;
        this.#end(step.work, "failed", failure);
      }
    }
  }

  async #read(steps: readonly Step[]) {
    const entities = new Set(steps.flatMap(({ work }) => work.entity ?? []));
    const read = [...entities].map((entity) => readRecords(this.#context, entity, this.#request));
    return (await Promise.all(read)).flat();
  }

  #giveUp(steps: readonly Step[], failure: AutomationsError): void {
    this.#stop = failure;
    for (const { work } of steps) this.#end(work, "failed", failure);
  }

  #call() {
    return this.#context.session.startCall(this.#request);
  }

  #done({ item }: PlannedWork, id: string | undefined): void {
    this.#finish({ item, status: "done", id: id ?? item.id, error: undefined });
  }

  #end({ item }: PlannedWork, status: "failed" | "skipped", error: AutomationsError): void {
    this.#finish({ item, status, id: item.id, error });
  }
}

function keyOf({ wanted, entity }: NonNullable<PlannedWork["pending"]>): string {
  return JSON.stringify([entity, wanted.kind === "webhook" ? wanted.urlEndpoint.reveal() : ""]);
}

/** Says of a name that is taken which name it is. */
function explain(error: AutomationsError, wanted: UnresolvedIntegration): AutomationsError {
  if (!hasErrorCode(error, "CONFLICT") || wanted.kind !== "webhook") return error;
  const message = `The webhook integration "${wanted.name}" is there already, for another URL.`;
  const hint = "Give the new one another name, or use the one that is there by its id.";
  return new ServerError("CONFLICT", message, { hint, cause: error, status: 409 });
}

/** Anything that isn't an error of ours is a mistake in this package, and goes on. */
function asKnown(error: unknown): AutomationsError {
  if (isAutomationsError(error)) return error;
  throw error;
}
