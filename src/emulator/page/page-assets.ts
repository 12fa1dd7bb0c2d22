import examples from "./assets/examples.js?raw";
import graphiql from "./assets/graphiql.html?raw";
import icon from "./assets/icon.svg?raw";
import page from "./assets/page.css?raw";
import index from "./assets/page.html?raw";
import pageScript from "./assets/page.js?raw";
import query from "./assets/query.html?raw";
import queryScript from "./assets/query.js?raw";
import session from "./assets/session.js?raw";
import { framed } from "./framed.js";
import type { Asset } from "./page-replies.js";

const INDEX = framed({
  title: "Automations",
  path: "/",
  script: "page",
  skipTo: "the automations",
  content: index,
});

const html = (text: string): Asset => ({ type: "text/html", text });
const script = (text: string): Asset => ({ type: "text/javascript", text });

/** A plain page to ask with, which needs nothing that must be built. */
export const QUERY_PAGE = html(
  framed({ title: "Query", path: "/query", script: "query", skipTo: "the query", content: query }),
);

/** The page's files by the path that they are served at. They hold no data, so nobody needs a key for them. */
export const ASSETS: ReadonlyMap<string, Asset> = new Map([
  ["/", html(INDEX)],
  ["/query", QUERY_PAGE],
  ["/page/page.css", { type: "text/css", text: page }],
  ["/page/page.js", script(pageScript)],
  ["/page/examples.js", script(examples)],
  ["/page/query.js", script(queryScript)],
  ["/page/session.js", script(session)],
  ["/page/icon.svg", { type: "image/svg+xml", text: icon }],
]);

/** The page of GraphiQL, for where its files are there. */
export const GRAPHIQL_PAGE = framed({
  title: "GraphiQL",
  path: "/graphiql",
  script: "graphiql",
  style: "graphiql",
  skipTo: "GraphiQL",
  isWide: true,
  content: graphiql,
});
