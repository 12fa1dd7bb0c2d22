import { isAutomationsError } from "../../errors/index.js";
import { readWandbFile } from "../../history/wandb/read-wandb-file.js";
import { describeRun } from "../admin/emulator-admin.js";
import { describeExecution } from "../executions.js";
import type { Credentials } from "../server/credentials.js";
import type { IncomingRequest } from "../server/incoming-request.js";
import type { Reply } from "../server/json-reply.js";
import type { OtherRoute } from "../server/request-handler.js";
import type { Directory } from "../store/directory.js";
import type { UserRecord } from "../store/records.js";
import type { Store } from "../store/store.js";
import { GraphiqlFiles } from "./graphiql-files.js";
import { ASSETS } from "./page-assets.js";
import { assetReply, pageError, pageJson } from "./page-replies.js";
import { type ListName, type ListRequest, pageState, seesExecution, seesRun } from "./page-state.js";
import { type ReplayRun, Replays } from "./replays.js";
import { runCharts } from "./run-charts.js";

export interface PageParts {
  readonly store: Store;
  readonly directory: Directory;
  readonly credentials: Credentials;
  readonly replay: ReplayRun;
  /** A key that anybody may use; without it the page asks for one. */
  readonly openKey: string | undefined;
}

/** The page that people look at, and what its script asks for. */
export interface Page {
  readonly route: OtherRoute;
  /** Stops the replays that it began. */
  close(): Promise<void>;
}

type Answer = (request: IncomingRequest, user: UserRecord) => Reply | Promise<Reply>;

/** How many of a kind are listed, and how many may be asked for. */
const LISTED = 200;
const MAX_LISTED = 2000;
/** Longest wait between two rows of a replay, in milliseconds. */
const MAX_DELAY_MS = 10_000;

/**
 * The page at `/`, GraphiQL at `/graphiql`, a plain query box at `/query`, and below `/page/` what they load. Its files are for everybody; all
 * else needs the key in a header, which no other site can send, and is refused besides where the browser says that
 * another site asks. The one thing that it changes itself is to begin a replay: whatever else a person can change
 * goes through GraphQL, like everybody's requests.
 */
export function createPage(parts: PageParts): Page {
  const replays = new Replays(parts.replay);
  const graphiql = new GraphiqlFiles();
  const answers = new Map<string, { readonly method: "GET" | "POST"; readonly answer: Answer }>([
    ["/page/state", { method: "GET", answer: ({ url }, user) => state(parts, url, user, replays) }],
    ["/page/run", { method: "GET", answer: ({ url }, user) => run(parts, url, user) }],
    ["/page/execution", { method: "GET", answer: ({ url }, user) => execution(parts, url, user) }],
    ["/page/replay", { method: "POST", answer: (...asked) => replay(replays, ...asked) }],
  ]);
  return {
    async route(request) {
      const { url } = request;
      const asset = ASSETS.get(url.pathname);
      const file = asset ? assetReply(asset) : await graphiql.reply(url.pathname);
      if (file) return isRead(request) ? file : wrongMethod("GET");
      if (!url.pathname.startsWith("/page/")) return undefined;
      if (isForeign(request)) return pageError(403, "requests from other sites are refused");
      if (url.pathname === "/page/session")
        return isRead(request) ? pageJson(200, { key: parts.openKey ?? null }) : wrongMethod("GET");
      const route = answers.get(url.pathname);
      if (route === undefined) return undefined;
      if (route.method === "GET" ? !isRead(request) : request.method !== "POST")
        return wrongMethod(route.method);
      const user = parts.credentials.userOf(request.header("authorization"));
      if (user === undefined) return pageError(401, "invalid API key: give one that the emulator lets in");
      return route.answer(request, user);
    },
    close: () => replays.close(),
  };
}

function isRead({ method }: IncomingRequest): boolean {
  return method === "GET" || method === "HEAD";
}

function wrongMethod(right: string): Reply {
  return pageError(405, `use ${right}`, { allow: right });
}

/** Whether a browser says that a page of another site asks. Programs say nothing, and need the key all the same. */
function isForeign({ header, url }: IncomingRequest): boolean {
  const site = header("sec-fetch-site");
  const origin = header("origin");
  return (
    (site !== null && site !== "same-origin" && site !== "none") || (origin !== null && origin !== url.origin)
  );
}

function state({ store, directory }: PageParts, url: URL, user: UserRecord, replays: Replays): Reply {
  const asked = (name: ListName): ListRequest => ({
    find: url.searchParams.get(`${name}.find`) ?? "",
    show: Number(url.searchParams.get(`${name}.show`) ?? LISTED),
  });
  const lists = { automations: asked("automations"), runs: asked("runs"), executions: asked("executions") };
  for (const { show } of Object.values(lists))
    if (!(Number.isInteger(show) && show >= 1 && show <= MAX_LISTED))
      return pageError(400, `show must be a whole number from 1 to ${MAX_LISTED}, got ${show}`);
  const under = user.admin ? replays.list : [];
  return pageJson(200, pageState(store, directory, user, under, lists, url.searchParams.get("run")));
}

async function run({ store, directory }: PageParts, url: URL, user: UserRecord): Promise<Reply> {
  const id = url.searchParams.get("id") ?? "";
  const record = store.runs.get(id);
  if (record === undefined || !seesRun(store, directory, user, record))
    return pageError(404, `there is no run ${JSON.stringify(id)}`);
  const width = Number(url.searchParams.get("width") ?? 960);
  if (!(width >= 320 && width <= 4000))
    return pageError(400, `width must be a number of pixels from 320 to 4000, got ${width}`);
  const charts = await runCharts(store, directory, record, width);
  return pageJson(200, { ...describeRun(store, directory, record), charts });
}

function execution({ store, directory }: PageParts, url: URL, user: UserRecord): Reply {
  const id = url.searchParams.get("id") ?? "";
  const record = store.executions.get(id);
  if (record === undefined || !seesExecution(directory, user, record))
    return pageError(404, `there is no execution ${JSON.stringify(id)}`);
  return pageJson(200, describeExecution(store, directory, record));
}

async function replay(replays: Replays, request: IncomingRequest, user: UserRecord): Promise<Reply> {
  if (!user.admin) return pageError(403, `${user.username} is no administrator of the emulator`);
  if (!/^application\/octet-stream\b/i.test(request.header("content-type") ?? ""))
    return pageError(415, "the content-type must be application/octet-stream");
  const { url } = request;
  const delayMs = Number(url.searchParams.get("delayMs") ?? 0);
  if (!(delayMs >= 0 && delayMs <= MAX_DELAY_MS))
    return pageError(400, `delayMs must be a number from 0 to ${MAX_DELAY_MS}, got ${delayMs}`);
  const bytes = await request.bytes();
  if (bytes === undefined) return pageError(413, "the file is larger than 5 MB");
  const project = url.searchParams.get("project");
  try {
    const history = await readWandbFile(bytes, { name: url.searchParams.get("name") ?? "the file" });
    const started = replays.start(history, { delayMs, ...(project ? { project } : {}) });
    return started
      ? pageJson(202, started)
      : pageError(429, "too many replays are under way: wait for one to end");
  } catch (error) {
    if (isAutomationsError(error)) return pageError(400, error.message);
    throw error;
  }
}
