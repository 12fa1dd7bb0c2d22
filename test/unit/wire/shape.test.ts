import { describe, expect, it } from "vitest";
import {
  either,
  flag,
  list,
  nullish,
  object,
  only,
  open,
  optional,
  type Shape,
  text,
} from "../../../src/wire/shape.js";

function read<T>(shape: Shape<T>, value: unknown): { value: T; broken: string[] } {
  const broken: string[] = [];
  return { value: shape(value, broken, ""), broken };
}

const team = object({ name: text, isOpen: optional(flag), parent: nullish(object({ id: text })) });

describe("shapes", () => {
  it("give what they know of an object, and nothing else of it", () => {
    const given = { name: "a", isOpen: true, parent: { id: "p", secret: "canary" }, other: 1 };
    expect(read(team, given)).toEqual({
      value: { name: "a", isOpen: true, parent: { id: "p" } },
      broken: [],
    });
    expect(Object.keys(read(team, { name: "a", parent: null }).value)).toEqual(["name", "parent"]);
  });

  it("give an open object whole", () => {
    const given = { name: "a", other: { b: 1 } };
    expect(read(open({ name: text }), given).value).toBe(given);
    expect(read(open({ name: flag }), given).broken).toEqual(["name"]);
  });

  it("name every place that isn't as it must be", () => {
    const given = [{ name: "a" }, { name: 5, isOpen: null, parent: {} }, "b", null];
    expect(read(object({ teams: list(team) }), { teams: given }).broken).toEqual([
      "teams.1.name",
      "teams.1.isOpen",
      "teams.1.parent.id",
      "teams.2",
      "teams.3",
    ]);
    expect(read(list(team), {}).broken).toEqual([""]);
    expect(read(team, []).broken).toEqual([""]);
  });

  it("take the first of several that fits, and name the place where none does", () => {
    const cat = object({ kind: only<"cat">((kind) => kind === "cat"), lives: text });
    const any = object({ kind: text });
    const pet = either<{ kind: string }>(cat, any);
    expect(read(pet, { kind: "cat", lives: "nine" }).value).toEqual({ kind: "cat", lives: "nine" });
    expect(read(pet, { kind: "cat", lives: 9 })).toEqual({ value: { kind: "cat" }, broken: [] });
    expect(read(object({ pet }), { pet: { kind: 1 } }).broken).toEqual(["pet"]);
  });
});
