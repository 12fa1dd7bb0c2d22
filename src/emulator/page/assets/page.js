import { askJson, element, graphql, hasKey, keepList, openKey, openSession } from "/page/session.js";

const byId = (id) => document.getElementById(id);
const EVERY_MS = 1000;
const UPDATE = `mutation($input: UpdateFilterTriggerInput!) {
  updateFilterTrigger(input: $input) { trigger { id enabled } }
}`;

const LISTS = ["automations", "runs", "executions"];
/** How many of a list come at a time, and at most. */
const STEP = 200;
const MOST = 2000;
/** Lists shorter than this need no field to find something in them. */
const FEW = 10;

/** What of each list is wanted. */
const wanted = Object.fromEntries(LISTS.map((name) => [name, { find: "", show: STEP }]));
let shown = "";
let chosen = new URLSearchParams(location.hash.slice(1)).get("run");
let drawn = "";
let isDrawing = false;
let isDrawingDue = false;
/** The newest execution that was shown; null where none of this list was. */
let newestSeen = null;
let followed = null;
let timer;

// One question a second, and none while nobody looks.
async function poll() {
  const asked = String(question());
  let isLate = false;
  try {
    const state = await askJson(`/page/state?${asked}`);
    setText(byId("connection"), `Connected to ${location.host}`);
    // Something else is wanted by now.
    isLate = asked !== String(question());
    const text = JSON.stringify(state);
    if (text !== shown && !isLate) show(state);
    if (!isLate) shown = text;
  } catch (error) {
    if (!hasKey()) return;
    // `fetch` throws a TypeError where nobody answers.
    const isAway = error instanceof TypeError;
    setText(byId("connection"), isAway ? "The emulator doesn't answer" : error.message);
  }
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(poll, isLate ? 0 : EVERY_MS);
}

function question() {
  const parameters = new URLSearchParams(chosen === null ? {} : { run: chosen });
  for (const [name, { find, show }] of Object.entries(wanted)) {
    if (find !== "") parameters.set(`${name}.find`, find);
    if (show !== STEP) parameters.set(`${name}.show`, String(show));
  }
  return parameters;
}

/** Text that stays the same is left alone, so that it isn't read out again. */
function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

function show({ automations, runs, run, executions, projects, replays }) {
  count("automations", automations);
  count("runs", runs);
  count("executions", executions);
  keepList(byId("automations"), automations.items, automationCard);
  keepList(byId("runs"), runs.items, runRow);
  keepList(byId("executions"), executions.items, executionRow);
  byId("projects").replaceChildren(...projects.map((value) => element("option", { value })));
  setText(
    byId("environment"),
    `WANDB_BASE_URL=${location.origin}\nWANDB_API_KEY=${openKey() ?? "<your key>"}`,
  );
  tellFirings(executions);
  followReplay(replays, runs.items);
  drawRun(run ?? runs.items.find(({ id }) => id === chosen), executions.items, automations.items);
}

function count(name, { total, items }) {
  const { find, show } = wanted[name];
  const all = find === "" ? `${total}` : `${total || "none"} found`;
  setText(byId(`${name}-count`), total > items.length ? `${all}, the newest ${items.length} shown` : all);
  byId(`no-${name}`).hidden = total > 0 || find !== "";
  byId(`find-${name}`).hidden = find === "" && total < FEW;
  const more = byId(`more-${name}`);
  more.hidden = total <= items.length || show >= MOST;
  setText(more, `Show ${Math.min(STEP, total - items.length)} more`);
}

function listenToLists() {
  for (const name of LISTS) {
    byId(`find-${name}`).addEventListener("input", (event) => {
      wanted[name] = { find: event.target.value.trim(), show: STEP };
      if (name === "executions") newestSeen = null;
      poll();
    });
    byId(`more-${name}`).addEventListener("click", () => {
      wanted[name].show = Math.min(wanted[name].show + STEP, MOST);
      poll();
    });
  }
}

function automationCard() {
  const toggle = element("button", { type: "button", role: "switch", class: "switch" });
  const name = element("h3");
  const condition = element("p");
  const facts = element("dl", { class: "facts" });
  const filter = element("pre", { tabindex: "0" });
  const problem = element("p", { class: "problem", role: "alert" });
  const made = element(
    "li",
    { class: "card automation" },
    element("div", { class: "card-head" }, name, toggle),
    condition,
    facts,
    element("details", {}, element("summary", {}, "Filter as saved"), filter),
    problem,
  );
  let current;
  toggle.addEventListener("click", async () => {
    toggle.disabled = true;
    try {
      const { body } = await graphql(UPDATE, { input: { id: current.id, enabled: !current.enabled } });
      setText(problem, body.errors?.[0]?.message ?? "");
      await poll();
    } catch (error) {
      setText(problem, error.message);
    } finally {
      toggle.disabled = false;
      toggle.focus();
    }
  });
  return {
    made,
    show(automation) {
      current = automation;
      setText(name, automation.name);
      setText(condition, automation.condition);
      toggle.setAttribute("aria-checked", String(automation.enabled));
      toggle.setAttribute("aria-label", `${automation.name} enabled`);
      setText(toggle, automation.enabled ? "on" : "off");
      made.classList.toggle("off", !automation.enabled);
      const fired = automation.executions;
      const pairs = [
        ["Watches", automation.scope],
        ["Then", automation.action],
        ["Fired", fired === 1 ? "once" : fired === 0 ? "never" : `${fired} times`],
      ];
      facts.replaceChildren(
        ...pairs.map(([term, value]) =>
          element("div", {}, element("dt", {}, term), element("dd", {}, value)),
        ),
      );
      setText(filter, pretty(automation.filter));
      filter.setAttribute("aria-label", `Filter of ${automation.name}`);
    },
  };
}

function runRow({ id }) {
  const name = element("strong");
  const facts = element("span", { class: "quiet" });
  const state = element("span", { class: "state" });
  const button = element(
    "button",
    { type: "button", class: "row", onClick: () => choose(id) },
    name,
    state,
    facts,
  );
  return {
    made: element("li", {}, button),
    show(run) {
      setText(name, run.name);
      setText(state, run.state);
      state.dataset.state = run.state;
      setText(facts, `${run.path} · ${run.rows} ${run.rows === 1 ? "row" : "rows"}`);
      button.setAttribute("aria-pressed", String(run.id === chosen));
    },
  };
}

function executionRow({ id }) {
  const name = element("strong");
  const state = element("span", { class: "state" });
  const facts = element("span", { class: "quiet" });
  const body = element("div", { class: "exchange" });
  const details = element("details", {}, element("summary", { class: "row" }, name, state, facts), body);
  let current = "";
  const load = async () => {
    if (!details.open) return;
    try {
      body.replaceChildren(...exchange(await askJson(`/page/execution?id=${encodeURIComponent(id)}`)));
    } catch (error) {
      body.replaceChildren(element("p", { class: "problem" }, error.message));
    }
  };
  details.addEventListener("toggle", load);
  return {
    made: element("li", {}, details),
    show(execution) {
      setText(name, execution.automation);
      setText(state, execution.state);
      state.dataset.state = execution.state;
      const where = execution.run ? ` on ${execution.run.name}` : "";
      const step = execution.step === null ? "" : ` at step ${execution.step}`;
      setText(
        facts,
        `${new Date(execution.createdAt).toLocaleTimeString()}${where}${step}: ${execution.reason}`,
      );
      if (current !== "" && current !== execution.state) load();
      current = execution.state;
    },
  };
}

/** What was sent and what came back. The emulator gives both without secrets. */
function exchange({ request, response, error, attempts, finishedAt }) {
  const parts = [];
  if (request === null) parts.push(element("p", {}, "Nothing was sent."));
  else {
    const to = request.url === null ? "Recorded, not sent" : `${request.method} ${request.url}`;
    const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
    parts.push(
      element("h3", {}, "Request"),
      block("Request", [to, ...headers, "", pretty(request.body)].join("\n")),
    );
  }
  if (response !== null) {
    const status = `${response.status} ${response.statusText}`.trim();
    parts.push(
      element("h3", {}, "Response"),
      block("Response", [status, "", pretty(response.body)].join("\n")),
    );
  } else if (request?.url) {
    parts.push(element("h3", {}, "Response"), element("p", {}, "None."));
  }
  if (error !== null) parts.push(element("p", { class: "problem" }, error));
  const tries = attempts === 0 ? "" : `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  const end = finishedAt === null ? "not done yet" : `done ${new Date(finishedAt).toLocaleTimeString()}`;
  parts.push(element("p", { class: "quiet" }, [tries, end].filter(Boolean).join(", ")));
  return parts;
}

function block(label, text) {
  return element("pre", { tabindex: "0", role: "group", "aria-label": label }, text);
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Says aloud what has fired since the last look. */
function tellFirings({ items }) {
  const known = items.findIndex(({ id }) => id === newestSeen);
  const fresh = newestSeen === null ? [] : items.slice(0, known < 0 ? items.length : known);
  newestSeen = items[0]?.id ?? "";
  if (fresh.length === 0) return;
  const one = ({ automation, run, step, reason }) =>
    `${automation} fired${run ? ` on ${run.name}` : ""}${step === null ? "" : ` at step ${step}`}: ${reason}`;
  const more = fresh.length > 3 ? [`and ${fresh.length - 3} more firings`] : [];
  setText(byId("firing"), [...fresh.slice(0, 3).map(one), ...more].join("; "));
}

function choose(id) {
  chosen = id;
  drawn = "";
  history.replaceState(null, "", `#run=${encodeURIComponent(id)}`);
  if (shown !== "") show({ ...JSON.parse(shown), run: null });
  byId("run-title").focus();
}

/** Draws the chosen run again whenever a row came, it ended or something fired. */
function drawRun(run, executions, automations) {
  if (run?.id !== chosen) return;
  const fired = executions.filter((execution) => execution.run?.id === run.id).length;
  const version = JSON.stringify([run, fired, automations.map(({ id, filter }) => [id, filter])]);
  if (version === drawn) return;
  drawn = version;
  setText(byId("run-title"), run.name);
  const last = run.lastStep === null ? "" : ` · last step ${run.lastStep}`;
  setText(byId("run-facts"), `${run.path} · ${run.state} · ${run.rows} rows${last}`);
  isDrawingDue = true;
  if (!isDrawing) drawCharts();
}

/** One drawing at a time: a long run takes the emulator longer than the page waits between two looks. */
async function drawCharts() {
  isDrawing = true;
  while (isDrawingDue) {
    isDrawingDue = false;
    const id = chosen;
    const width = Math.max(320, Math.min(1200, Math.round(byId("charts").clientWidth)));
    try {
      const { charts } = await askJson(`/page/run?id=${encodeURIComponent(id)}&width=${width}`);
      if (id === chosen) showCharts(charts);
    } catch (error) {
      if (hasKey()) byId("charts").replaceChildren(element("p", { class: "problem" }, error.message));
    }
  }
  isDrawing = false;
}

function showCharts(charts) {
  const parts = charts.map(({ name, condition, svg, firings, missed, blockers }) => {
    const notes = [
      ...firings.map(({ step, reason }) => [
        "fired",
        `Fired${step === null ? "" : ` at step ${step}`}: ${reason}`,
      ]),
      ...(missed.length > 0
        ? [["missed", `Enabled all along, it would have fired at step ${missed.join(", ")}.`]]
        : blockers.map((message) => ["quiet", message])),
    ];
    const chart = element(
      "article",
      { class: "card chart" },
      element("h3", {}, name),
      element("p", { class: "quiet" }, condition),
    );
    if (svg !== null) chart.append(picture(svg));
    if (notes.length > 0)
      chart.append(
        element(
          "ul",
          { class: "notes" },
          ...notes.map(([kind, text]) => element("li", { class: kind }, text)),
        ),
      );
    return chart;
  });
  if (parts.length === 0)
    parts.push(element("p", { class: "empty" }, "No automation on a metric covers this run."));
  byId("charts").replaceChildren(...parts);
}

/** The emulator's drawing as an element of this document; it is parsed as XML, where nothing runs. */
function picture(svg) {
  const { documentElement } = new DOMParser().parseFromString(svg, "image/svg+xml");
  return element("figure", {}, document.importNode(documentElement, true));
}

/** Says how the replay that this page began goes, and shows its run as soon as it is there. */
function followReplay(replays, runs) {
  const replay = replays.find(({ number }) => number === followed?.number);
  if (replay === undefined) return;
  const run = runs.find(({ path }) => path.endsWith(`/${replay.run}`));
  if (run && !followed.isShown) {
    followed.isShown = true;
    chosen = run.id;
    drawn = "";
    history.replaceState(null, "", `#run=${encodeURIComponent(run.id)}`);
    keepList(byId("runs"), runs, runRow);
  }
  const texts = { running: "Replaying …", done: "Replayed.", failed: `The replay failed: ${replay.error}` };
  setText(byId("replay-status"), texts[replay.state]);
}

async function startReplay(event) {
  event.preventDefault();
  const [file] = byId("file").files;
  const asked = new URLSearchParams({ name: file.name, delayMs: byId("delay").value });
  const project = byId("project").value.trim();
  if (project !== "") asked.set("project", project);
  setText(byId("replay-status"), "Sending the file …");
  try {
    const started = await askJson(`/page/replay?${asked}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: file,
    });
    followed = { number: started.number, isShown: false };
    await poll();
  } catch (error) {
    setText(byId("replay-status"), `The file wasn't taken: ${error.message}`);
  }
}

listenToLists();
byId("replay-form").addEventListener("submit", startReplay);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) poll();
});
await openSession(() => {
  shown = "";
  poll();
});
