import { describe, expect, it } from "vitest";
import { hasBrand, sealAs } from "../../../src/model/brand.js";

describe("sealAs", () => {
  it("marks instances by their class, and plain objects by themselves", () => {
    class Base {}
    class Event extends Base {}
    const [event, plain] = [new Event(), { kind: "filter" }];
    sealAs(event, "event");
    sealAs(plain, "filter");
    expect([hasBrand(event, "event"), hasBrand(event, "filter"), hasBrand(plain, "filter")]).toEqual([
      true,
      false,
      true,
    ]);
    expect(Object.isFrozen(event) && Object.isFrozen(plain)).toBe(true);
    expect(
      [{ kind: "filter" }, new Base(), [], Object.create(null)].some((value) => hasBrand(value, "filter")),
    ).toBe(false);
    expect(hasBrand(new Base(), "event")).toBe(false);
  });
});
