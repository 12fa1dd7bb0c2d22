import { describe, expect, it } from "vitest";
import { memoryJournal } from "../../../src/emulator/store/journal.js";
import type { RunRecord } from "../../../src/emulator/store/records.js";
import { RowLog } from "../../../src/emulator/store/row-log.js";
import { RunWatch } from "../../../src/emulator/watch/run-watch.js";
import { planEvent } from "../../../src/evaluate/event-plan.js";
import { threshold } from "./test-server.js";

const plan = planEvent(
  {
    name: "average",
    enabled: true,
    scope: { kind: "project", scopeType: "PROJECT", entity: "acme", project: "vision" },
    eventType: "RUN_METRIC",
    eventFilter: threshold("loss", 0.5, "AVERAGE", 3),
    actionType: "NO_OP",
    actionConfig: { noOpActionInput: { noOp: true } },
  },
  0,
);
const run = (id: string) => ({ id, name: id, stateChanges: [] }) as unknown as RunRecord;

describe("runs that are watched", () => {
  it("fire the same where there are more of them than can be kept in mind", () => {
    const firedBy = (maxWatched: number) => {
      const fired: string[] = [];
      const rows = new RowLog(memoryJournal());
      const watch = new RunWatch({
        rows,
        plansFor: () => [plan],
        infoOf: ({ name }) => ({ id: name }),
        // Without times, an automation that fired for a run never fires for it again.
        nextFiring: (_plan, { id }) => (fired.some((one) => one.startsWith(id)) ? Number.NaN : undefined),
        maxWatched,
      });
      for (let step = 0; step < 6; step++)
        for (const id of ["a", "b", "c"]) {
          const row = { _step: step, loss: step + (id === "b" ? -4 : -2) };
          rows.append(id, row);
          for (const firing of watch.row({ kind: "row", run: run(id), row }))
            fired.push(`${id} ${firing.step}`);
        }
      return fired;
    };
    expect(firedBy(1)).toEqual(["a 4", "c 4"]);
    expect(firedBy(1)).toEqual(firedBy(100));
  });
});
