import { describe, expect, it } from "vitest";
import { DoNothing } from "../../../src/model/do-nothing.js";
import { RunEvent } from "../../../src/model/event-fields.js";
import { OnRunMetric } from "../../../src/model/run-events.js";
import { emulated, onLink } from "./emulated.js";
import { connection, refusal, stubApi } from "./stub-server.js";

describe("automation.history()", () => {
  it("tells when it fired, on what, and how that went, page by page", async () => {
    await using world = await emulated();
    const { api, emulator, sent } = world;
    const event = new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(1) });
    const saved = await event.then(new DoNothing()).save({ name: "alert", api });
    for (const id of ["r1", "r2", "r3"]) {
      const run = await emulator.admin.createRun("acme/vision", { id });
      await emulator.log(run, { loss: 2 });
    }
    await emulator.settled();
    sent();
    const fired = [];
    for await (const execution of saved.history({ perPage: 2 })) fired.push(execution);
    expect(await saved.history().toArray()).toEqual(fired);
    expect(sent()).toEqual(Array(3).fill("TriggerExecutions"));
    expect(fired.map(({ event: of }) => of?.data?.runName).sort()).toEqual(["r1", "r2", "r3"]);
    expect(fired[0]).toMatchObject({
      triggerId: saved.id,
      name: "alert",
      state: "FINISHED",
      event: { eventType: "RUN_METRIC", data: { metricName: "loss", metricValues: [2] } },
      action: { actionType: "NO_OP" },
      createdAt: expect.stringMatching(/^\d{4}-/),
    });
  });

  it("goes on after a cursor", async () => {
    const execution = { triggerName: "alert", createdAt: "2026-01-01T00:00:00Z", state: "FINISHED" };
    const { api, received } = stubApi({
      TriggerExecutions: ({ cursor }) => ({
        triggerExecutions: connection([{ ...execution, id: `after ${cursor}` }], "c2", cursor === null),
      }),
    });
    const pages = [];
    for await (const page of api.executions("T1").pages()) pages.push(page);
    const start = pages[0]?.cursor ?? undefined;
    expect(await api.executions("T1", { start }).toArray()).toEqual(pages[1]?.items);
    expect(received.map(({ variables }) => variables.cursor)).toEqual([null, "c2", "c2"]);
  });

  it("says where a server can't tell", async () => {
    await using world = await emulated({}, { features: { executionHistory: false } });
    const saved = await onLink().save({ name: "alert", api: world.api });
    await expect(world.api.executions(saved).toArray()).rejects.toMatchObject({
      code: "UNSUPPORTED_BY_SERVER",
    });
  });

  it("passes other refusals on", async () => {
    const { api } = stubApi({ TriggerExecutions: () => refusal("permission denied") });
    await expect(api.executions("T1").toArray()).rejects.toMatchObject({ code: "GRAPHQL" });
    const gone = stubApi({ TriggerExecutions: () => ({ triggerExecutions: null }) });
    await expect(gone.api.executions("T1").toArray()).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(() => api.executions(undefined as never)).toThrow(expect.objectContaining({ code: "VALIDATION" }));
    expect(() => api.executions("T1", { cursor: "x" } as never)).toThrow(
      expect.objectContaining({ code: "VALIDATION" }),
    );
  });
});
