import { setTimeout as delay } from "node:timers/promises";
import type { GraphQLEngine } from "../graphql/engine.js";
import type { Store } from "../store/store.js";
import type { Credentials } from "./credentials.js";
import type { Fault, FaultQueue } from "./faults.js";
import { parseGraphQLRequest } from "./graphql-request.js";
import { errorReply, jsonReply } from "./json-reply.js";
import { readBody } from "./request-body.js";
import type { RunWork } from "./turns.js";

/** What the fetch function rejects with, and the network door turns into a dropped connection. */
export class ConnectionReset extends TypeError {
  constructor() {
    super("fetch failed");
    this.name = "TypeError";
    this.cause = Object.assign(new Error("the emulator dropped the connection on purpose"), {
      code: "ECONNRESET",
    });
  }
}

/** Answers a request that isn't GraphQL's, such as the page's; `undefined` passes it on. */
export type OtherRoute = (request: Request, url: URL) => Promise<Response | undefined>;

export interface RequestHandlerParts {
  readonly engine: GraphQLEngine;
  readonly store: Store;
  readonly credentials: Credentials;
  readonly faults: FaultQueue;
  readonly otherRoute: OtherRoute;
  /** Told of errors that the emulator itself is to blame for. */
  readonly onFault: (error: Error) => void;
}

/** Answers a request; `run` says when the work of it is done, by default at once. */
export type HandleRequest = (request: Request, run?: RunWork) => Promise<Response>;

/** The emulator's one core: a Request in, a Response out. Every door leads here. */
export function createRequestHandler(parts: RequestHandlerParts): HandleRequest {
  return async (request, run = (work) => work()) => {
    const url = new URL(request.url);
    // The Python client keeps a path prefix of its base URL.
    const isGraphQL = url.pathname.endsWith("/graphql");
    try {
      if (isGraphQL) return await answerGraphQL(parts, request, run);
      return (await parts.otherRoute(request, url)) ?? errorReply(404, `there is nothing at ${url.pathname}`);
    } catch (error) {
      if (error instanceof ConnectionReset) throw error;
      parts.onFault(error as Error);
      return errorReply(500, "internal server error");
    }
  };
}

async function answerGraphQL(parts: RequestHandlerParts, request: Request, run: RunWork): Promise<Response> {
  if (request.method !== "POST") return errorReply(405, "use POST", { allow: "POST" });
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? ""))
    return errorReply(415, "the content-type must be application/json");
  const user = parts.credentials.userOf(request.headers.get("authorization"));
  if (user === undefined)
    return errorReply(401, "invalid API key: send it as Basic authentication, user name api");
  const text = await readBody(request);
  if (text === undefined) return errorReply(413, "the body is larger than 5 MB");
  const parsed = parseGraphQLRequest(text);
  if (typeof parsed === "string") return errorReply(400, parsed);
  const fault = parts.faults.take(parsed.query);
  if (fault?.delayMs) await delay(fault.delayMs);
  if (fault && !fault.afterEffect && goesWrong(fault)) return faultReply(fault);
  const answer = await run(() => parts.engine.execute(parsed, { user }));
  // Nothing is told before it is safe: what an answer shows survives a crash.
  await parts.store.flush();
  return fault && goesWrong(fault) ? faultReply(fault) : jsonReply(answer.status, answer.body);
}

function goesWrong({ status, reset, graphqlError }: Fault): boolean {
  return status !== undefined || reset === true || graphqlError !== undefined;
}

function faultReply({ status, reset, graphqlError, message, headers }: Fault): Response {
  if (reset) throw new ConnectionReset();
  if (graphqlError !== undefined)
    return jsonReply(status ?? 200, { errors: [{ message: graphqlError }], data: null }, headers);
  return errorReply(status ?? 500, message ?? "injected fault", headers);
}
