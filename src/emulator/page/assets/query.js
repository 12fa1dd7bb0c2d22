import { EXAMPLES } from "/page/examples.js";
import { element, graphql, openSession } from "/page/session.js";

const byId = (id) => document.getElementById(id);

const SCHEMA = `{ __schema { types { name kind description
  fields { name description type { ...T } args { name type { ...T } } }
  inputFields { name description type { ...T } }
  enumValues { name description } } } }
fragment T on __Type { name kind ofType { name kind ofType { name kind ofType { name kind } } } }`;

async function run(event) {
  event?.preventDefault();
  let variables;
  try {
    variables = JSON.parse(byId("variables").value || "{}");
  } catch (error) {
    byId("answer-status").textContent = `The variables aren't JSON: ${error.message}`;
    return;
  }
  byId("answer-status").textContent = "Asking …";
  try {
    const { status, body } = await graphql(byId("query").value, variables);
    byId("answer-status").textContent = `Status ${status}${body.errors ? `, ${body.errors[0].message}` : ""}`;
    byId("answer").value = JSON.stringify(body, null, 2);
  } catch (error) {
    byId("answer-status").textContent = `No answer: ${error.message}`;
  }
}

function typeName({ name, kind, ofType }) {
  if (kind === "NON_NULL") return `${typeName(ofType)}!`;
  return kind === "LIST" ? `[${typeName(ofType)}]` : name;
}

function showType(type) {
  const lines = [
    ...(type.fields ?? []).map(({ name, args, type: of, description }) => {
      const given = args.map((arg) => `${arg.name}: ${typeName(arg.type)}`).join(", ");
      return [`${name}${given && `(${given})`}: ${typeName(of)}`, description];
    }),
    ...(type.inputFields ?? []).map(({ name, type: of, description }) => [
      `${name}: ${typeName(of)}`,
      description,
    ]),
    ...(type.enumValues ?? []).map(({ name, description }) => [name, description]),
  ];
  byId("fields").replaceChildren(
    ...lines.map(([code, about]) =>
      element(
        "li",
        { class: "schema-line" },
        element("code", {}, code),
        ...(about ? [element("span", { class: "quiet" }, about)] : []),
      ),
    ),
  );
}

async function showSchema() {
  const { body } = await graphql(SCHEMA);
  const types = (body.data?.__schema.types ?? []).filter(
    ({ name, kind }) => kind !== "SCALAR" && !name.startsWith("__"),
  );
  const first = ["Query", "Mutation", "EmulatorQuery", "EmulatorMutation"];
  const rank = ({ name }) => (first.indexOf(name) + first.length + 1) % (first.length + 1);
  types.sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
  byId("type").replaceChildren(...types.map(({ name }) => element("option", { value: name }, name)));
  byId("type").onchange = () => showType(types.find(({ name }) => name === byId("type").value));
  byId("type").onchange();
}

function showExample() {
  const { query, variables = {} } = EXAMPLES.find(({ name }) => name === byId("example").value);
  byId("query").value = query;
  byId("variables").value = JSON.stringify(variables, null, 2);
}

byId("example").replaceChildren(...EXAMPLES.map(({ name }) => element("option", { value: name }, name)));
byId("example").addEventListener("change", showExample);
byId("query-form").addEventListener("submit", run);
byId("query-form").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run();
});
showExample();
await openSession(() => {
  byId("connection").textContent = `Connected to ${location.host}`;
  showSchema();
});
