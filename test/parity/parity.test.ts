import { describe, expect, it } from "vitest";
import { readText } from "../docs/repository.js";
import { inCamelCase, matching, parityRows } from "./parity-table.js";
import { PublicApi } from "./public-api.js";

/** Made by test/interop/parity.py from the Python package itself. */
const names = JSON.parse(readText("test/fixtures/python-names.json")) as string[];
const rows = parityRows(readText("docs/parity.md"));
const api = new PublicApi();

/** What a name of ours with a `*` stands for, given what the same pattern of Python's stands for. */
function expand(pattern: string, pythons: readonly string[]): string[] {
  if (!pattern.includes("*")) return [pattern];
  const [owner = ""] = pattern.split(".");
  if (owner.includes("*")) {
    const member = pattern.slice(owner.length);
    return [...new Set(pythons.map((python) => `${python.split(".")[0]}${member}`))];
  }
  return pythons.filter((python) => matching(pattern, [python]).length > 0).map(inCamelCase);
}

describe("docs/parity.md", () => {
  it("has a row for every name of Python's, and for no other", () => {
    const covered = rows.flatMap(({ python }) => python.map((pattern) => matching(pattern, names)));
    expect(names.filter((name) => !covered.flat().includes(name))).toEqual([]);
    const patterns = rows.flatMap(({ python }) => python);
    expect(patterns.filter((_, i) => covered[i]?.length === 0)).toEqual([]);
  });

  it("has no name of Python's in two rows", () => {
    const where = new Map<string, number>();
    const twice = rows.flatMap(({ python, line }) =>
      [...new Set(python.flatMap((pattern) => matching(pattern, names)))].filter((name) => {
        const before = where.get(name);
        where.set(name, line);
        return before !== undefined;
      }),
    );
    expect(twice).toEqual([]);
  });

  it("names only what the package exports", () => {
    const missing = rows.flatMap(({ here, python, line }) => {
      const pythons = python.flatMap((pattern) => matching(pattern, names));
      return here
        .flatMap((pattern) => expand(pattern, pythons))
        .filter((name) => !api.has(name))
        .map((name) => `docs/parity.md:${line}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it("gives a reason for every difference", () => {
    const silent = rows.filter(({ python, here, difference }) => {
      const same = here.length > 0 && python.length === here.length;
      const alike = same && python.every((name, i) => alikeInName(name, here[i] as string));
      return difference === "" && !alike;
    });
    expect(silent).toEqual([]);
  });
});

/**
 * `Api.automations(per_page)` and `Api.automations({ perPage })`, `On*.event_type` and `On*.eventType`. Where a class
 * has another name, its own row says why.
 */
function alikeInName(python: string, here: string): boolean {
  const plain = here
    .replace(/^new (\w+)\(\{ (\w+) \}\)$/, "$1.fromIntegration($2)")
    .replace(/\(\{ (\w+) \}\)/, "($1)");
  const member = (name: string) => name.slice(Math.max(0, name.indexOf(".")));
  return member(inCamelCase(python)) === member(plain);
}

describe("the checks of the parity table", () => {
  it("know exports, members, statics, options and types", () => {
    const there = [
      "OnRunMetric",
      "OnRunMetric.scope",
      "SendNotification.fromIntegration",
      "SendNotification.fromIntegration({ text })",
      "new SendWebhook({ payload })",
      "RunEvent.state.eq",
      "TeamScope.kind",
      "Metric.changesBy({ frac })",
    ];
    const gone = [
      "OnRunMetrics",
      "OnRunMetric.scopes",
      "SendNotification.fromIntegration({ message })",
      "new SendWebhook({ body })",
      "RunEvent.state.ne",
      "TeamScope.team",
      "EventBase",
    ];
    expect(there.filter((name) => !api.has(name))).toEqual([]);
    expect(gone.filter((name) => api.has(name))).toEqual([]);
  });

  it("read rows with patterns and escaped pipes", () => {
    const text =
      "| Python | here | why |\n|---|---|---|\n| `A.*`, `B.\\|` | none | because |\n\n| x | y | z |";
    expect(parityRows(text)).toEqual([{ line: 3, python: ["A.*", "B.|"], here: [], difference: "because" }]);
    expect(matching("A(*)", ["A(x)", "A.x", "AB(x)"])).toEqual(["A(x)"]);
    expect(["On*.event_type", "F.in_", "Api.a_b(per_page)", "E.LINK_*"].map(inCamelCase)).toEqual([
      "On*.eventType",
      "F.in",
      "Api.aB(perPage)",
      "E.LINK_*",
    ]);
  });
});
