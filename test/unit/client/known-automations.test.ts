import { describe, expect, it } from "vitest";
import { KnownAutomations } from "../../../src/client/known-automations.js";
import type { TriggerRecord } from "../../../src/wire/trigger.js";

const record = (id: string, name: string, scope = "s") =>
  ({ id, name, scope: { id: scope }, actionConfig: {} }) as unknown as TriggerRecord;

describe("KnownAutomations", () => {
  it("finds automations by scope and name, as they were kept last", () => {
    const known = new KnownAutomations();
    const [a, renamed, other] = [record("1", "a"), record("1", "b"), record("2", "b", "t")];
    known.keep(a);
    known.keep(other);
    expect([known.find("s", "a"), known.find("s", "b"), known.find("t", "b")]).toEqual([a, undefined, other]);
    known.keep(renamed);
    expect([known.find("s", "a"), known.find("s", "b"), known.get("1")]).toEqual([
      undefined,
      renamed,
      renamed,
    ]);
    known.forget("1");
    expect([known.find("s", "b"), known.get("1")]).toEqual([undefined, undefined]);
  });

  it("knows that a name is free where everything was read, and doesn't know which of two is meant", () => {
    const known = new KnownAutomations();
    known.keep(record("1", "gone"));
    known.keepAll("s", [record("2", "a"), record("3", "twice"), record("4", "twice")]);
    expect([known.find("s", "gone"), known.find("s", "b"), known.find("s", "twice")]).toEqual([
      null,
      null,
      undefined,
    ]);
    known.forget("4");
    expect(known.find("s", "twice")?.id).toBe("3");
    known.forgetScope("s");
    expect([known.find("s", "b"), known.find("s", "a")?.id]).toEqual([undefined, "2"]);
  });
});
