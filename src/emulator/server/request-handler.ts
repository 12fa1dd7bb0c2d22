import { setTimeout as delay } from "node:timers/promises";
import type { GraphQLEngine } from "../graphql/engine.js";
import type { Store } from "../store/store.js";
import { ConnectionReset } from "./connection-reset.js";
import type { Credentials } from "./credentials.js";
import type { Fault, FaultQueue } from "./faults.js";
import { parseGraphQLRequest } from "./graphql-request.js";
import type { IncomingRequest } from "./incoming-request.js";
import { errorReply, jsonReply, type Reply } from "./json-reply.js";
import type { RunWork } from "./turns.js";

/** Answers a request that isn't GraphQL's, such as the page's; `undefined` passes it on. */
export type OtherRoute = (request: IncomingRequest) => Promise<Reply | undefined>;

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
export type HandleRequest = (request: IncomingRequest, run?: RunWork) => Promise<Reply>;

/** The emulator's one core: a request in, a reply out. Every door leads here. */
export function createRequestHandler(parts: RequestHandlerParts): HandleRequest {
  return async (request, run = (work) => work()) => {
    // The Python client keeps a path prefix of its base URL.
    const isGraphQL = request.url.pathname.endsWith("/graphql");
    try {
      if (isGraphQL) return await answerGraphQL(parts, request, run);
      const { pathname } = request.url;
      return (await parts.otherRoute(request)) ?? errorReply(404, `there is nothing at ${pathname}`);
    } catch (error) {
      if (error instanceof ConnectionReset) throw error;
      parts.onFault(error as Error);
      return errorReply(500, "internal server error");
    }
  };
}

async function answerGraphQL(
  parts: RequestHandlerParts,
  request: IncomingRequest,
  run: RunWork,
): Promise<Reply> {
  if (request.method !== "POST") return errorReply(405, "use POST", { allow: "POST" });
  if (!/^application\/json\b/i.test(request.header("content-type") ?? ""))
    return errorReply(415, "the content-type must be application/json");
  const user = parts.credentials.userOf(request.header("authorization"));
  if (user === undefined)
    return errorReply(401, "invalid API key: send it as Basic authentication, user name api");
  const bytes = await request.bytes();
  if (bytes === undefined) return errorReply(413, "the body is larger than 5 MB");
  const parsed = parseGraphQLRequest(new TextDecoder().decode(bytes));
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

function faultReply({ status, reset, graphqlError, message, headers }: Fault): Reply {
  if (reset) throw new ConnectionReset("the emulator dropped the connection on purpose");
  if (graphqlError !== undefined)
    return jsonReply(status ?? 200, { errors: [{ message: graphqlError }], data: null }, headers);
  return errorReply(status ?? 500, message ?? "injected fault", headers);
}
