import { hasErrorCode, ServerError, TransportError, UnexpectedResponseError } from "../errors/index.js";
import { type Call, type CallOptions, startCall } from "../transport/call.js";
import { type Clock, systemClock } from "../transport/clock.js";
import { markAmbiguous } from "../transport/failure.js";
import { type Logger, safeLogger } from "../transport/log.js";
import type { SendableOperation } from "../transport/operation.js";
import { Redactor } from "../transport/redact.js";
import type { Send } from "../transport/retry.js";
import { Interrupted, withinTime } from "../transport/time-limit.js";
import { createTransport } from "../transport/transport.js";
import { DEFAULT_ENTITY, type Operation } from "../wire/documents.js";
import type { ApiOptions } from "./api-options.js";
import { basicAuthorization } from "./config/api-key.js";
import { type Configuration, findConfiguration } from "./config/configuration.js";
import { type Environment, processEnvironment } from "./config/environment.js";
import { identityTokenAuthorization } from "./config/identity-token.js";

const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_ATTEMPT_TIMEOUT_MS = 20_000;
const DEFAULT_RETRIES = 3;
const EMULATOR_HEADER = "x-wandb-emulator";

/** The parts of a session that tests replace. */
export interface SessionParts {
  readonly clock?: Clock;
}

/**
 * What an Api shares among its calls: the server and the key, found when they are first needed, the way there, and
 * what was learnt about the server. Keeps secrets in private fields, which nothing prints.
 */
export class Session {
  readonly clock: Clock;
  readonly log: Logger;
  readonly retries: number;
  readonly checksFeatures: boolean;
  readonly #options: ApiOptions;
  readonly #redactor = new Redactor();
  #configuration: Promise<Configuration> | undefined;
  #send: Promise<Send> | undefined;
  #defaultEntity: string | undefined;
  #isEmulator: boolean | undefined;

  constructor(options: ApiOptions, parts: SessionParts = {}) {
    this.#options = options;
    this.clock = parts.clock ?? systemClock;
    this.log = safeLogger(options.logger);
    this.retries = options.retries ?? DEFAULT_RETRIES;
    this.checksFeatures = options.checkFeatures ?? true;
    if (options.apiKey !== undefined) this.#redactor.add(options.apiKey);
  }

  /** Whether the server said it is this package's emulator; undefined before its first answer. */
  get isEmulator(): boolean | undefined {
    return this.#isEmulator;
  }

  /** Starts the time of a call. */
  startCall(options: CallOptions | undefined): Call {
    const call = startCall(options, this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS, this.clock);
    const signals = [call.signal, this.#options.signal].filter((signal) => signal !== undefined);
    return { ...call, signal: signals.length > 1 ? anySignal(signals) : signals[0] };
  }

  /** Makes a value unmentionable in errors and log lines. */
  hide(secret: string): void {
    this.#redactor.add(secret);
  }

  warn(message: string): void {
    this.log({ type: "warning", message: this.#redactor.text(message) });
  }

  /** Server, key and defaults. A failure isn't kept: a key may be there the next time. */
  async configuration(): Promise<Configuration> {
    this.#configuration ??= this.#findConfiguration().catch((error) => {
      this.#configuration = undefined;
      throw error;
    });
    return await this.#configuration;
  }

  async #environment(): Promise<Environment> {
    return this.#options.environment ?? (await processEnvironment());
  }

  async #findConfiguration(): Promise<Configuration> {
    const found = await findConfiguration(this.#options, await this.#environment(), (message) =>
      this.warn(message),
    );
    if (found.credentials.kind === "apiKey") this.#redactor.add(found.credentials.apiKey);
    return found;
  }

  async #connect(): Promise<Send> {
    const { baseUrl, credentials, user } = await this.configuration();
    const { attemptTimeoutMs = DEFAULT_ATTEMPT_TIMEOUT_MS, userAgent, logger } = this.#options;
    // Looked up at each request, so that a fetch patched later (by msw, say) is the one that is used.
    const send: typeof fetch = this.#options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    const headers = Object.fromEntries(new Headers(this.#options.headers));
    const redactor = this.#redactor;
    const clock = this.clock;
    const basic = credentials.kind === "apiKey" ? basicAuthorization(credentials.apiKey) : "";
    const authorization =
      credentials.kind === "apiKey"
        ? async () => basic
        : identityTokenAuthorization({
            ...{ baseUrl, headers, redactor, clock, path: credentials.path, fetch: send, attemptTimeoutMs },
            environment: await this.#environment(),
          });
    return createTransport({
      ...{ baseUrl, authorization, fetch: send, attemptTimeoutMs, retries: this.retries, redactor, clock },
      ...{ user, headers },
      ...(userAgent === undefined ? {} : { userAgent }),
      ...(logger === undefined ? {} : { logger }),
    });
  }

  /**
   * Sends an operation and reads its answer.
   *
   * @throws AutomationsError of the transport's kinds, or UnexpectedResponseError for an answer of another shape.
   */
  async run<Variables extends object, Data>(
    operation: Operation<Variables, Data> & SendableOperation,
    variables: Variables,
    call: Call,
  ): Promise<Data> {
    this.#send ??= this.#connect().catch((error) => {
      this.#send = undefined;
      throw error;
    });
    const send = await this.#send;
    const { data, headers } = await send(operation, variables as Readonly<Record<string, unknown>>, call);
    this.#isEmulator = headers.has(EMULATOR_HEADER);
    return this.#read(operation, data);
  }

  #read<Data>(operation: Pick<Operation<object, Data>, "name" | "kind" | "data">, data: unknown): Data {
    const broken: string[] = [];
    const result = operation.data(data, broken, "");
    if (broken.length === 0) return result;
    const where = broken.join(", ");
    throw this.unreadable(operation, `the answer has another shape than the schema promises at ${where}`);
  }

  /** The error of an answer that can't be used. A mutation's says nothing about whether it was applied. */
  unreadable(
    operation: Pick<Operation<object, unknown>, "name" | "kind">,
    what: string,
  ): UnexpectedResponseError {
    const error = new UnexpectedResponseError(`${operation.name}: ${what}`, { operation: operation.name });
    if (operation.kind === "mutation") markAmbiguous(error, { transient: true });
    return error;
  }

  /** Waits for what another call is doing, as long as this call may. */
  async waitFor(work: Promise<unknown>, call: Call): Promise<void> {
    try {
      await withinTime(() => work, call.deadline - this.clock.now(), call.signal);
    } catch (error) {
      if (!(error instanceof Interrupted)) return;
      if (error.why === "aborted")
        throw new TransportError("ABORTED", "The call was cancelled by its signal.");
      throw new TransportError(
        "TIMEOUT",
        `The call's ${call.timeoutMs} ms were over while it waited for another.`,
      );
    }
  }

  /** The entity that stands in where a call names none. */
  async defaultEntity(call: Call): Promise<string> {
    const { entity } = await this.configuration();
    if (entity !== undefined) return entity;
    this.#defaultEntity ??= (await this.run(DEFAULT_ENTITY, {}, call)).viewer?.entity ?? undefined;
    if (this.#defaultEntity !== undefined) return this.#defaultEntity;
    throw new ServerError("NOT_FOUND", "The key's owner has no default entity, and none was named.", {
      hint: "Name one: { entity }, or set WANDB_ENTITY.",
    });
  }
}

/** A signal that is aborted as soon as one of these is. */
function anySignal(signals: AbortSignal[]): AbortSignal {
  if (typeof AbortSignal.any === "function") return AbortSignal.any(signals);
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
}

/** Whether an error is the server's refusal of a document it doesn't understand, or of what the document asks. */
export function isRefusedDocument(error: unknown): error is ServerError {
  return hasErrorCode(error, "GRAPHQL");
}
