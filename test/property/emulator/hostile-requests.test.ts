import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Emulator, startEmulator } from "../../../src/emulator.js";
import { send } from "../../unit/emulator/test-server.js";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ demo: true });
});
afterAll(() => emulator.close());

const DOCUMENTS = [
  "query Viewer { viewer { id entity teams { edges { node { name } } } } }",
  'query($n: String) { project(name: $n, entityName: "acme") { id runs(first: 2, filters: "{}") { edges { cursor } } } }',
  "mutation($input: CreateFilterTriggerInput!) { createFilterTrigger(input: $input) { trigger { id } } }",
  'mutation($rows: [JSON!]!) { emulator { log(run: "acme/vision/r", rows: $rows) } }',
  'mutation { emulator { createRun(project: "acme/vision", id: "r") { id } } }',
  'mutation { emulator { replay(file: "OlcmQuG+AA==", project: "acme/vision") { id } } }',
];

const json = fc.jsonValue({ maxDepth: 6 });
/** A document with pieces cut out, doubled or replaced by junk. */
const edited = fc
  .tuple(
    fc.constantFrom(...DOCUMENTS),
    fc.array(fc.tuple(fc.nat(200), fc.nat(30), fc.string({ maxLength: 8 })), { maxLength: 2 }),
  )
  .map(([document, edits]) =>
    edits.reduce((text, [at, length, junk]) => text.slice(0, at) + junk + text.slice(at + length), document),
  );
const mangled = fc.oneof(fc.constantFrom(...DOCUMENTS), edited);
const filterText = fc.oneof(
  fc.json(),
  fc.string(),
  fc.constantFrom("{}", '{"$or":[{"$and":[]}]}', '{"run_filter":"{}"}'),
);
const input = fc.record(
  {
    name: fc.oneof(fc.string(), json),
    enabled: fc.oneof(fc.boolean(), json),
    scopeType: fc.constantFrom("PROJECT", "ENTITY", "ARTIFACT_COLLECTION", "NOPE"),
    scopeID: fc.oneof(fc.constant(btoa("Project:1")), fc.string()),
    triggeringEventType: fc.constantFrom("RUN_METRIC", "LINK_MODEL", "RUN_STATE", "RUN_METRIC_ZSCORE"),
    eventFilter: filterText,
    triggeredActionType: fc.constantFrom("NO_OP", "ARIA", "GENERIC_WEBHOOK", "NOTIFICATION"),
    triggeredActionConfig: fc.oneof(fc.constant({ noOpActionInput: { noOp: true } }), json),
  },
  { requiredKeys: [] },
);
const variables = fc.oneof(
  json,
  fc.record(
    { input, n: fc.oneof(fc.string(), json), rows: fc.array(json, { maxLength: 3 }) },
    { requiredKeys: [] },
  ),
);
const body = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ query: mangled, variables, operationName: fc.oneof(fc.constant(""), fc.string()) })
      .map((b) => JSON.stringify(b)),
  },
  { weight: 2, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  {
    weight: 1,
    arbitrary: fc
      .nat(2000)
      .map((n) => `{"query":"{viewer{id}}","variables":${"[".repeat(n)}${"]".repeat(n)}}`),
  },
  { weight: 1, arbitrary: fc.nat(2000).map((n) => JSON.stringify({ query: "{viewer".repeat(n) })) },
);
const right = { "content-type": "application/json", authorization: `Basic ${btoa(`api:${"a".repeat(40)}`)}` };
const wrong = fc.record(
  {
    "content-type": fc.constantFrom(
      "application/json",
      "text/plain",
      "multipart/form-data; boundary=x",
      "application/jsonx",
    ),
    authorization: fc.constantFrom(
      right.authorization,
      "Basic",
      "Basic !!!",
      `Bearer ${"a".repeat(40)}`,
      "Basic YXBpOg==",
    ),
  },
  { requiredKeys: [] },
);
const headers = fc.oneof({ weight: 9, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: wrong });
const target = fc.oneof(
  { weight: 30, arbitrary: fc.constant("/graphql") },
  { weight: 1, arbitrary: fc.webPath() },
);
const method = fc.oneof(
  { weight: 30, arbitrary: fc.constant("POST") },
  { weight: 1, arbitrary: fc.constantFrom("PUT", "DELETE", "PATCH", "OPTIONS") },
);

/** Statuses that say the request was wrong, or that it was right. Never 500: clients repeat what was answered so. */
const ANSWERS = [200, 400, 401, 403, 404, 405, 409, 413, 415];

describe("hostile requests", () => {
  it("10,000 of them get an answer each, and the emulator goes on", { timeout: 300_000 }, async () => {
    const hostile = fc.record({ target, method, headers, body });
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { minLength: 50, maxLength: 50 }), async (requests) => {
        const statuses = await Promise.all(
          requests.map(async ({ target, method, headers, body }, i) => {
            const init = { method, headers: headers as Record<string, string>, body };
            // Every other one over the network.
            const door = i % 2 === 0 ? fetch : emulator.fetch;
            const response = await door(`${emulator.url}${target}`, init);
            await response.text();
            return response.status;
          }),
        );
        for (const status of statuses) expect(ANSWERS).toContain(status);
      }),
      { numRuns: 200 },
    );
    expect(await send(emulator, "{ viewer { username } }")).toMatchObject({
      data: { viewer: { username: "emulator-user" } },
    });
  });
});
