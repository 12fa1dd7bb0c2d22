// GraphiQL on the emulator's own session. Bundled by scripts/build-graphiql.ts.
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { EXAMPLES } from "/page/examples.js";
import { graphql, openSession } from "/page/session.js";
import "graphiql/style.css";

const byId = (id) => document.getElementById(id);

const fetcher = async ({ query, variables, operationName }) =>
  (await graphql(query, variables ?? {}, operationName)).body;

const tabs = EXAMPLES.map(({ query, variables }) => ({
  query,
  variables: variables ? JSON.stringify(variables, null, 2) : null,
}));

// What GraphiQL's dialogs look for before they add a style sheet.
globalThis.__webpack_nonce__ = byId("graphiql").dataset.nonce;

let root;
await openSession(() => {
  byId("connection").textContent = `Connected to ${location.host}`;
  root?.unmount();
  root = createRoot(byId("graphiql"));
  root.render(
    createElement(GraphiQL, {
      fetcher,
      defaultTabs: tabs,
      isHeadersEditorEnabled: false,
      showPersistHeadersSettings: false,
    }),
  );
});
