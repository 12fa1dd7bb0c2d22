import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  DoNothing,
  defineAutomation,
  type MetricFilter,
  OnAddArtifactAlias,
  OnCreateArtifact,
  OnLinkArtifact,
  OnRunMetric,
  OnRunState,
  RunEvent,
  registry,
  team,
} from "wandb-automations";
import { lint } from "wandb-automations/lint";
import {
  aliasEvent,
  expectFinding,
  expectNothing,
  findingsOf,
  metricEvent,
  prompt,
  watching,
} from "./rule-findings.js";

const metric = (filter: MetricFilter) => watching(new OnRunMetric({ scope: "acme/vision", filter }));

describe("no-op", () => {
  it("finds automations that do nothing, unless they are disabled", () => {
    expectFinding("no-op", watching(metricEvent), "does nothing");
    expectNothing("no-op", defineAutomation({ event: metricEvent, action: new DoNothing(), enabled: false }));
    expectNothing("no-op", prompt("Look at ${run_name}"));
  });
});

describe("window-one", () => {
  it.each([
    RunEvent.metric("train/loss").gt(5),
    RunEvent.metric("trainLoss").gt(5),
    RunEvent.metric("grad_norm").avg(1).gt(5),
    RunEvent.metric("loss").changesBy({ frac: 0.5 }),
  ])("finds one value of a noisy metric: %s", (filter) => {
    expectFinding("window-one", metric(filter), "a single spike fires it");
  });

  it("finds a deviation of a few values", () => {
    expectFinding("window-one", metric(RunEvent.metric("any").zscore(2).gt(3)), "the deviation of 2 values");
    expectNothing("window-one", metric(RunEvent.metric("loss").zscore(30).gt(3)));
  });

  it.each([
    RunEvent.metric("train/loss").avg(2).gt(5),
    RunEvent.metric("val/loss").gt(5),
    RunEvent.metric("epoch").gte(10),
    RunEvent.metric("accuracy").gt(0.9),
    RunEvent.metric("lossless").gt(0.9),
  ])("lets be %s", (filter) => {
    expectNothing("window-one", metric(filter));
  });
});

describe("unverified-sum", () => {
  it("finds sums", () => {
    expectFinding("unverified-sum", metric(RunEvent.metric("a").sum(5).gt(1)), "allowUnverified");
    expectNothing("unverified-sum", metric(RunEvent.metric("a").max(5).gt(1)));
  });
});

describe("wide-scope", () => {
  const failed = RunEvent.state.eq("failed");
  it("finds scopes and events that cover more than they look", () => {
    expectFinding(
      "wide-scope",
      watching(new OnRunState({ scope: team("acme"), filter: failed })),
      "everything acme owns",
    );
    expectFinding(
      "wide-scope",
      watching(new OnAddArtifactAlias({ scope: "acme/vision/resnet" })),
      "for every alias",
    );
    expect(
      findingsOf("wide-scope", watching(new OnLinkArtifact({ scope: registry("acme-inc/model") }))),
    ).toEqual([expect.stringMatching(/^info .*every collection in acme-inc\/wandb-registry-model/)]);
  });

  it("lets be what says what it wants", () => {
    expectNothing("wide-scope", watching(new OnRunState({ scope: "acme/vision", filter: failed })));
    expectNothing("wide-scope", watching(aliasEvent(ArtifactEvent.alias.eq("prod"))));
    expectNothing("wide-scope", watching(new OnCreateArtifact({ scope: "acme/vision/resnet" })));
  });
});

describe("registry-alias", () => {
  it("finds what probably happens in a registry", () => {
    expectFinding(
      "registry-alias",
      watching(aliasEvent(ArtifactEvent.alias.in(["x", "Production"]))),
      '"Production"',
    );
    expectFinding(
      "registry-alias",
      watching(new OnLinkArtifact({ scope: "acme/vision" })),
      "happens in the registry",
    );
    expectNothing("registry-alias", watching(aliasEvent(ArtifactEvent.alias.eq("best"))));
    const inRegistry = { scope: registry("acme-inc/model"), filter: ArtifactEvent.alias.eq("prod") };
    expectNothing("registry-alias", watching(new OnAddArtifactAlias(inRegistry)));
  });
});

describe("duplicate", () => {
  const one = metric(RunEvent.metric("a").gt(1));
  it("finds two that do the same, however they are spelled", () => {
    const same = metric(RunEvent.metric("a").avg(1).gt(1));
    const alike = watching(aliasEvent({ $and: [{ alias: "a" }] }));
    expect(findingsOf("duplicate", one, one, same)).toHaveLength(1);
    expect(findingsOf("duplicate", watching(aliasEvent({ alias: { $eq: "a" } })), alike)).toEqual([
      "warning : it does the same as automation 1, so everything is done twice",
    ]);
  });

  it("lets be what differs in scope, condition, action, or isn't enabled", () => {
    const elsewhere = watching(new OnRunMetric({ scope: "acme/other", filter: RunEvent.metric("a").gt(1) }));
    const disabled = defineAutomation({ event: one.event, action: one.action, enabled: false });
    const others = [
      elsewhere,
      metric(RunEvent.metric("a").gte(1)),
      one.event.then(prompt("x").action),
      disabled,
    ];
    expect(findingsOf("duplicate", one, ...others)).toEqual([]);
  });
});

describe("duplicate-name", () => {
  const named = (name: string, scope: string) => ({
    name,
    automation: watching(new OnRunMetric({ scope, filter: RunEvent.metric(scope).gt(1) })),
    file: "a.ts",
    line: 3,
  });
  it("finds one name twice: an error in one scope, a warning in two", () => {
    expect(findingsOf("duplicate-name", named("a", "acme/x"), named("a", "acme/x"))).toEqual([
      "error name: project acme/x has an automation of that name already in a.ts:3",
    ]);
    expect(findingsOf("duplicate-name", named("a", "acme/x"), named("a", "acme/y"))).toEqual([
      expect.stringMatching(/^warning name: project acme\/x has/),
    ]);
    expect(findingsOf("duplicate-name", named("a", "acme/x"), named("b", "acme/x"))).toEqual([]);
  });
});

describe("positional-name", () => {
  it("finds names that are places in lists", () => {
    const automation = watching(metricEvent);
    expectFinding("positional-name", { name: "alerts-1", automation, exportName: "alerts[0]" }, "alerts[0]");
    expectNothing("positional-name", { name: "loss", automation, exportName: "alerts.loss" });
    const named = defineAutomation({ event: metricEvent, action: new DoNothing(), name: "mine" });
    expectNothing("positional-name", { name: "mine", automation: named, exportName: "alerts[0]" });
  });
});

describe("lint", () => {
  it("says where it is written and where the rule is explained", () => {
    const [finding] = lint([{ name: "a", automation: watching(metricEvent), file: "a.ts", line: 7 }]);
    expect(finding).toEqual({
      rule: "no-op",
      severity: "warning",
      automation: "a",
      path: "action",
      message: "it does nothing when it fires",
      given: "DoNothing",
      expected: expect.stringContaining("SendWebhook"),
      docsUrl: expect.stringMatching(/docs\/lint\.md#no-op$/),
      file: "a.ts",
      line: 7,
    });
  });

  it("ignores the rules it is told to, and tells of those that aren't there", () => {
    const input = { name: "a", automation: watching(metricEvent), ignoredRules: ["no-op", "noop"] };
    expect(lint([input]).map(({ rule, given }) => [rule, given])).toEqual([["unknown-rule", "noop"]]);
  });

  it("refuses what isn't an automation", () => {
    expect(() => lint([metricEvent as never])).toThrow(/can't be evaluated/);
  });
});
