import stringWidth from "fast-string-width";
import { describe, expect, it } from "vitest";
import {
  ArtifactEvent,
  DoNothing,
  OnAddArtifactAlias,
  OnRunMetric,
  OnRunState,
  RunEvent,
  registry,
  SendWebhook,
  team,
  WebhookIntegration,
} from "wandb-automations";
import { emulatedServer } from "./emulated-server.js";
import { expectDocument } from "./expect-document.js";
import { runCommand } from "./run-command.js";

const nothing = new DoNothing();

/** A server with four automations, and what runs commands against it. */
async function server() {
  const { emulator, api, io } = await emulatedServer();
  const spike = new OnRunMetric({
    scope: "acme/digits",
    filter: RunEvent.metric("val/accuracy")
      .gt(0.95)
      .and(RunEvent.name.contains("prod").and(RunEvent.field("config.lr").lt(0.1))),
  }).then(
    new SendWebhook({
      integration: new WebhookIntegration({
        name: "deploy",
        urlEndpoint: "https://ci.example/hook?token=SECRETTOKEN",
      }),
      payload: { text: "${run_name}", password: "SECRETPASSWORD" },
    }),
  );
  const failed = new OnRunState({ scope: "acme/vision", filter: RunEvent.state.eq("failed") }).then(nothing);
  const deployed = new OnAddArtifactAlias({
    scope: registry("acme-inc/model"),
    filter: ArtifactEvent.alias.eq("prod"),
  }).then(nothing);
  const everywhere = new OnRunState({ scope: team("acme"), filter: RunEvent.state.eq("failed") }).then(
    nothing,
  );
  await spike.save({ name: "accuracy", description: "Tell CI", api });
  await failed.save({ name: "failed", enabled: false, api });
  await deployed.save({ name: "deployed", api });
  await everywhere.save({ name: "everywhere", api });
  const run = (argv: string, more: object = {}) => runCommand(argv.split(" "), { ...io, ...more });
  return { emulator, api, run };
}

const namesIn = (document: Record<string, unknown>) =>
  (document.automations as { name: string }[]).map(({ name }) => name).sort();

describe("wandb-automations list", () => {
  it("is a table in 80 columns", async () => {
    const { run } = await server();
    const { exitCode, out } = await run("list acme");
    expect(exitCode).toBe(0);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/^name +scope +waits for +action$/);
    expect(out).toMatch(/^failed +off +acme\/vision +a run/m);
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(80);
  });

  it.each([
    ["list --entity acme", ["accuracy", "everywhere", "failed"]],
    ["list --project acme/digits", ["accuracy"]],
    ["list acme/vision", ["failed"]],
    ["list --registry acme-inc/model", ["deployed"]],
    ["list acme --enabled", ["accuracy", "everywhere"]],
    ["list acme --disabled", ["failed"]],
    ["list acme --event run-metric", ["accuracy"]],
    ["list acme --event OnRunState", ["everywhere", "failed"]],
    ["list acme --event RUN_METRIC_CHANGE", []],
    ["list --registry acme-inc/model --event add-artifact-alias", ["deployed"]],
  ])("%s", async (argv, names) => {
    const { run } = await server();
    expect(namesIn((await run(`${argv} --json`)).json())).toEqual(names);
  });

  it("takes entity and project from where the Api takes them", async () => {
    const { run, emulator } = await server();
    const env = { WANDB_API_KEY: emulator.apiKey, WANDB_BASE_URL: emulator.url, WANDB_ENTITY: "acme" };
    expect(namesIn((await run("list --project digits --json", { env })).json())).toEqual(["accuracy"]);
    expect(namesIn((await run("list --json", { env })).json())).toContain("everywhere");
  });

  it.each([
    ["list acme --entity acme", 2, "Only one place can be named"],
    ["list --event launch", 2, "There are add-artifact-alias"],
    ["list --enabled --disabled", 2, "can't be given together"],
    ["list acme/gone", 4, "gone"],
  ])("refuses %s", async (argv, code, words) => {
    const { run } = await server();
    const { exitCode, err } = await run(argv);
    expect([exitCode, err]).toEqual([code, expect.stringContaining(words)]);
  });

  it("says that there are none", async () => {
    const { run } = await server();
    expect((await run("list --project acme/nlp")).out).toBe("There are no such automations in acme/nlp.\n");
  });
});

describe("wandb-automations show", () => {
  it("shows everything but secrets, the filter in words", async () => {
    const { run } = await server();
    const { exitCode, out } = await run("show accuracy");
    expect(exitCode).toBe(0);
    expect(out).toMatch(
      /^name {9}accuracy\nid {11}\S+\ndescription {2}Tell CI\nenabled {6}yes\nscope {8}project acme\/digits\n/,
    );
    expect(out).toContain("waits for    latest value of val/accuracy > 0.95\n");
    expect(out).toContain('only where   display_name contains "prod" and config.lr < 0.1\n');
    expect(out).toContain("action       POST to webhook deploy\n");
    const json = JSON.stringify((await run("show accuracy --json")).json());
    for (const text of [out, json]) expect(text).not.toMatch(/SECRET|ci\.example/);
    expect(JSON.parse(json).automation).toMatchObject({
      event: { kind: "run-metric-threshold", waitsFor: "latest value of val/accuracy > 0.95" },
      scope: { path: "acme/digits" },
      managedBy: null,
    });
  });

  it("takes an id, and names what was probably meant", async () => {
    const { run, api } = await server();
    const { id } = await api.automation({ name: "failed", entity: "acme" });
    expect((await run(`show ${id}`)).out).toContain("enabled      no: it never fires");
    const { exitCode, err } = await run("show faild --entity acme");
    expect(exitCode).toBe(4);
    expect(err).toContain('No automation of acme has the name or id "faild".\nhint: Did you mean failed?');
  });

  it("asks for an id where a name is there twice", async () => {
    const { run, api } = await server();
    const again = new OnRunState({ scope: "acme/nlp", filter: RunEvent.state.eq("failed") }).then(nothing);
    await again.save({ name: "failed", api });
    const { exitCode, err } = await run("show failed --entity acme");
    expect([exitCode, err]).toEqual([
      4,
      expect.stringMatching(/Several automations of acme.*\nhint: .*\(acme\/vision\)/),
    ]);
    expect((await run("show failed --project acme/nlp")).exitCode).toBe(0);
  });
});

describe("wandb-automations history", () => {
  it("shows when it fired and how that went, without what was sent", async () => {
    const { run, emulator } = await server();
    await run("enable failed");
    const rows = [{ _step: 0, _timestamp: 1, loss: 1 }];
    await emulator.replay({
      run: { id: "x", displayName: "bad", state: "failed", entity: "acme", project: "vision" },
      rows,
    });
    await emulator.settled();
    const { out } = await run("history failed");
    expect(out).toMatch(
      /^time +state +event +where +result\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d +finished +run-state +x, failed\n$/,
    );
    const json = await run("history failed --json");
    expectDocument("history", json.out);
    expect(json.json()).toMatchObject({
      automation: { name: "failed" },
      executions: [{ state: "FINISHED", event: { eventType: "RUN_STATE" }, actionType: "NO_OP" }],
    });
    expect((await run("history deployed --registry acme-inc/model")).out).toBe("deployed has not fired.\n");
    expect((await run("history failed --limit 0")).exitCode).toBe(2);
  });
});

describe("wandb-automations enable and disable", () => {
  it("switch what isn't as it should be, and leave the rest alone", async () => {
    const { run, api } = await server();
    const { out } = await run("disable accuracy failed --entity acme");
    expect(out).toBe("accuracy is disabled.\nfailed was already disabled.\n");
    expect((await api.automation({ name: "accuracy", entity: "acme" })).enabled).toBe(false);
    const enabled = await run("enable accuracy --json");
    expect(enabled.json()).toMatchObject({
      enabled: true,
      automations: [{ name: "accuracy", changed: true }],
    });
  });

  it("change nothing where one of the names isn't there", async () => {
    const { run, api } = await server();
    expect((await run("disable accuracy gone")).exitCode).toBe(4);
    expect((await api.automation({ name: "accuracy", entity: "acme" })).enabled).toBe(true);
  });
});

describe("wandb-automations delete", () => {
  it("asks first", async () => {
    const { run, api } = await server();
    const questions: string[] = [];
    const answer = (yes: boolean) => ({
      confirm: async (question: string) => questions.push(question) > 0 && yes,
    });
    const no = await run("delete accuracy failed --entity acme", answer(false));
    expect([no.exitCode, no.out]).toEqual([1, "Nothing was deleted.\n"]);
    expect(no.err).toContain("acme/digits");
    expect(questions).toEqual(["Delete these 2 automations? It can't be undone."]);
    expect(await api.automations({ entity: "acme" }).toArray()).toHaveLength(3);
    const yes = await run("delete accuracy failed --entity acme", answer(true));
    expect([yes.exitCode, yes.out]).toEqual([0, "accuracy is deleted.\nfailed is deleted.\n"]);
    expect(await api.automations({ entity: "acme" }).toArray()).toHaveLength(1);
  });

  it("doesn't ask with --auto-approve, and deletes nothing where nobody can answer", async () => {
    const { run, api } = await server();
    expect((await run("delete failed")).exitCode).toBe(2);
    const { exitCode, json } = await run("delete failed --auto-approve --json");
    expect([exitCode, json()]).toEqual([
      0,
      expect.objectContaining({ deleted: [expect.objectContaining({ name: "failed" })] }),
    ]);
    expect(await api.project("acme/vision").automations().toArray()).toEqual([]);
  });
});

describe("wandb-automations integrations", () => {
  it("lists them by kind, without URLs", async () => {
    const { run } = await server();
    const all = await run("integrations --entity acme");
    expect(all.out).toMatch(/^slack +acme #ml-alerts +\S+$/m);
    expect(all.out).toMatch(/^webhook +pager +\S+$/m);
    expect(all.out).not.toMatch(/127\.0\.0\.1|SECRET|redacted/);
    const slack = (await run("integrations --entity acme --kind slack --json")).json();
    expect(slack.integrations).toEqual([
      { kind: "slack", id: expect.any(String), teamName: "acme", channelName: "#ml-alerts" },
    ]);
    expect((await run("integrations --kind email")).exitCode).toBe(2);
  });
});

describe("docs/cli.schema.json", () => {
  it("describes what the commands print", async () => {
    const { run } = await server();
    const no = { confirm: async () => false };
    expectDocument("list", (await run("list acme --json")).out);
    expectDocument("show", (await run("show deployed --registry acme-inc/model --json")).out);
    expectDocument("history", (await run("history failed --json")).out);
    expectDocument("switch", (await run("enable failed --json")).out);
    expectDocument("switch", (await run("disable failed --json")).out);
    expectDocument("delete", (await run("delete failed --json", no)).out);
    expectDocument("delete", (await run("delete failed --auto-approve --json")).out);
    expectDocument("integrations", (await run("integrations --entity acme --json")).out);
    expectDocument("error", (await run("show gone --json")).out);
  });
});
