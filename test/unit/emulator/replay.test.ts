import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../../src/emulator.js";
import { createAutomation, projectId, send } from "./test-server.js";

const RUNS = fileURLToPath(new URL("../../../examples/runs/", import.meta.url));

interface Expected {
  readonly runs: readonly {
    file: string;
    id: string;
    display_name: string;
    state: string;
    rows: number;
    lastStep: number;
  }[];
  readonly automations: readonly {
    readonly metric: Record<string, unknown> & { kind: string };
    readonly fires: readonly { run: string; step: number }[];
  }[];
}
const expected = JSON.parse(readFileSync(`${RUNS}expected.json`, "utf8")) as Expected;

const CMP: Record<string, string> = {
  ">": "$gt",
  ">=": "$gte",
  "<": "$lt",
  "<=": "$lte",
  "==": "$eq",
  "!=": "$ne",
};
const upper = (value: unknown) => (typeof value === "string" ? value.toUpperCase() : value);

/** The condition as the Python client spells it on the wire. */
function eventOf({
  kind,
  name,
  agg,
  window,
  cmp,
  threshold,
  ...rest
}: Expected["automations"][number]["metric"]) {
  const wire = (key: string, filter: object) =>
    JSON.stringify({ run_filter: '{"$and":[]}', run_metric_filter: { [key]: filter }, metric_filter: null });
  if (kind === "threshold") {
    const filter = { name, agg_op: upper(agg), window_size: window, cmp_op: CMP[cmp as string], threshold };
    return { triggeringEventType: "RUN_METRIC", eventFilter: wire("threshold_filter", filter) };
  }
  if (kind === "zscore") {
    const filter = { name, window_size: window, threshold, change_dir: upper(rest.changeDir) };
    return { triggeringEventType: "RUN_METRIC_ZSCORE", eventFilter: wire("zscore_filter", filter) };
  }
  const filter = {
    name,
    agg_op: upper(agg),
    current_window_size: window,
    prior_window_size: rest.priorWindow,
    change_type: upper(rest.changeType),
    change_dir: upper(rest.changeDir),
    change_amount: rest.amount,
  };
  return { triggeringEventType: "RUN_METRIC_CHANGE", eventFilter: wire("change_filter", filter) };
}

let emulator: Emulator;
beforeEach(async () => {
  emulator = await createEmulator({ demo: true });
});
afterEach(() => emulator.close());

describe("replay", () => {
  it("fires where an independent evaluator of the same files says", async () => {
    const scopeID = await projectId(emulator);
    for (const [i, { metric }] of expected.automations.entries()) {
      const created = await createAutomation(emulator, { name: `a${i}`, scopeID, ...eventOf(metric) });
      expect(created.errors).toBeUndefined();
    }
    for (const { file } of expected.runs) await emulator.replay(`${RUNS}${file}`, { project: "acme/vision" });
    const names = new Map(expected.runs.map((run) => [run.id, run.display_name]));
    for (const [i, { fires }] of expected.automations.entries()) {
      const fired = emulator
        .executions({ automation: `a${i}` })
        .map(({ run }) => ({ run: names.get(run!.id), step: run!.step }));
      expect(fired, `automation ${i}`).toEqual(fires);
    }
  });

  it("shows the runs through the API as they were recorded", async () => {
    for (const { file } of expected.runs) await emulator.replay(`${RUNS}${file}`);
    const { data } = await send(
      emulator,
      `{ project(name: "digits", entityName: "acme") { runCount runs(order: "+display_name") { edges { node {
        name displayName state historyLineCount historyKeys history summaryMetrics config } } } } }`,
    );
    expect(data.project.runCount).toBe(expected.runs.length);
    const shown = new Map(
      data.project.runs.edges.map(({ node }: { node: { name: string } }) => [node.name, node]),
    );
    for (const run of expected.runs) {
      const node = shown.get(run.id) as Record<string, string> & {
        historyKeys: { lastStep: number };
        history: string[];
      };
      expect(node).toMatchObject({
        displayName: run.display_name,
        state: run.state,
        historyLineCount: run.rows,
      });
      expect(node.historyKeys.lastStep).toBe(run.lastStep);
      expect(node.history).toHaveLength(run.rows);
      for (const line of node.history) expect(() => JSON.parse(line)).not.toThrow();
      expect(() => JSON.parse(node.summaryMetrics!)).not.toThrow();
      expect(JSON.parse(node.config!).seed).toHaveProperty("value");
    }
  });

  it("needs to be told where a recording belongs that doesn't say", async () => {
    const history = { run: { id: "x" }, rows: [{ _step: 0, loss: 1 }] };
    await expect(emulator.replay(history)).rejects.toThrow(/give \{ project: "entity\/project" \}/);
    const run = await emulator.replay(history, { project: "new-team/new-project" });
    expect(run).toMatchObject({ path: "new-team/new-project/x", state: "running" });
  });
});
