// The key that requests carry, kept for this tab only, and the form that asks for it.
const STORED = "wandb-emulator-key";
const byId = (id) => document.getElementById(id);

let key = null;
// The key that anybody may use, if there is one.
let anybodys = null;

/** Asks the emulator as its other clients do. Answers with the response; asks for the key again where it is refused. */
async function ask(path, init = {}) {
  const headers = { ...init.headers, authorization: `Basic ${btoa(`api:${key ?? ""}`)}` };
  const response = await fetch(path, { ...init, headers, cache: "no-store" });
  if (response.status === 401) {
    const refused = key !== null;
    forget();
    askForKey(refused ? "The emulator does not let this key in." : "");
    throw new Error("a key is needed");
  }
  return response;
}

/** The answer's JSON; throws what the emulator says is wrong. */
export async function askJson(path, init) {
  const response = await ask(path, init);
  const body = await response.json();
  if (!response.ok) throw new Error(body.errors?.[0]?.message ?? `the emulator answered ${response.status}`);
  return body;
}

/** A GraphQL request: status and body of the answer. */
export async function graphql(query, variables = {}, operationName = "") {
  const response = await ask("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return { status: response.status, body: await response.json() };
}

/** Whether there is a key that could be let in. */
export function hasKey() {
  return key !== null;
}

/** A key that is no secret; null where the emulator lets in none but its own. */
export function openKey() {
  return anybodys;
}

/** Finds a key, or asks for one; `opened` is called whenever there is a new one. */
export async function openSession(opened) {
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    // A key that isn't Latin-1 can't travel in a header, so no emulator has it.
    const given = byId("key").value.trim();
    if (!/^[\x21-\x7e]+$/.test(given)) return askForKey("A key has letters, digits, - and _ only.");
    byId("key").value = "";
    sessionStorage.setItem(STORED, given);
    start(given, opened);
  });
  byId("forget-key").addEventListener("click", () => {
    forget();
    askForKey("");
  });
  const { key: open } = await (await fetch("/page/session", { cache: "no-store" })).json();
  anybodys = open;
  const known = open ?? sessionStorage.getItem(STORED);
  if (known === null) askForKey("");
  else start(known, opened);
}

function start(known, opened) {
  key = known;
  byId("key-form").hidden = true;
  byId("key-problem").textContent = "";
  byId("forget-key").hidden = anybodys !== null;
  byId("content").hidden = false;
  opened();
}

function forget() {
  key = null;
  sessionStorage.removeItem(STORED);
}

function askForKey(problem) {
  byId("content").hidden = true;
  byId("forget-key").hidden = true;
  byId("connection").textContent = "";
  byId("key-form").hidden = false;
  byId("key-problem").textContent = problem;
  byId("key").focus();
}

/** An element with attributes, listeners (`onClick`) and children; text is text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2).toLowerCase(), value);
    else if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/**
 * Keeps the children of `list` in step with `items`: an item that stays keeps its element, and with it focus and
 * what is open. `make` gives the element and a function that shows an item in it.
 */
export function keepList(list, items, make) {
  list.known ??= new Map();
  const wanted = new Set(items.map(({ id }) => id));
  for (const [id, { made }] of list.known) {
    if (wanted.has(id)) continue;
    made.remove();
    list.known.delete(id);
  }
  items.forEach((item, at) => {
    let entry = list.known.get(item.id);
    if (entry === undefined) {
      entry = make(item);
      list.known.set(item.id, entry);
    }
    entry.show(item);
    if (list.children[at] !== entry.made) list.insertBefore(entry.made, list.children[at] ?? null);
  });
}
