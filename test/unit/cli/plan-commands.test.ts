import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Api } from "wandb-automations";
import { createEmulator } from "wandb-automations/emulator";
import { projectWith } from "../files/project-files.js";
import { expectDocument } from "./expect-document.js";
import { runCommand } from "./run-command.js";

const CONFIGURATION = `import { DoNothing, defineAutomation, OnLinkArtifact, OnRunMetric, RunEvent } from "wandb-automations";
export const lossIsUp = defineAutomation({
  name: "loss is up",
  event: new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").avg(5).gt(0.95) }),
  action: new DoNothing(),
});
export const linked = new OnLinkArtifact({ scope: "acme/nlp" }).then(new DoNothing());
`;

/** A project with a configuration, and an emulator that its commands talk to. */
async function project(files: Readonly<Record<string, string>> = {}) {
  const cwd = projectWith({
    "package.json": '{ "name": "acme-alerts" }',
    "automations.ts": CONFIGURATION,
    ...files,
  });
  const emulator = await createEmulator({ demo: true });
  const io = {
    cwd,
    env: { WANDB_BASE_URL: emulator.url, WANDB_API_KEY: emulator.apiKey },
    fetch: emulator.fetch as typeof fetch,
  };
  const run = (line: string, more = {}) => runCommand(line.split(" "), { ...io, ...more });
  const write = (file: string, text: string) => writeFileSync(join(cwd, file), text);
  const api = new Api({ apiKey: emulator.apiKey, baseUrl: emulator.url, fetch: io.fetch });
  const all = () => api.automations({ entity: "acme" }).toArray();
  const saved = async () => (await all()).map(({ name }) => name).sort();
  return { cwd, run, write, saved, all, env: io.env, [Symbol.asyncDispose]: () => emulator.close() };
}

describe("wandb-automations plan", () => {
  it("shows what would be done, field by field, and exits with 1 only when asked to", async () => {
    await using world = await project();
    const { run } = world;
    const { exitCode, out, err } = await run("plan");
    expect([exitCode, err]).toEqual([0, ""]);
    expect(out).toMatchInlineSnapshot(`
      "+ loss is up (acme/vision)
            enabled:                true
            event.type:             "RUN_METRIC"
            event.filter.condition: "threshold"
            event.filter.name:      "loss"
            event.filter.agg:       "AVERAGE"
            event.filter.window:    5
            event.filter.cmp:       "$gt"
            event.filter.threshold: 0.95
            event.filter.run:       {"$and":[]}
            action.type:            "NO_OP"
            action.noOp:            true

      + linked (acme/nlp)
            enabled:      true
            event.type:   "LINK_MODEL"
            event.filter: {"$or":[{"$and":[]}]}
            action.type:  "NO_OP"
            action.noOp:  true

      Plan: 2 to create, 0 to change, 0 to delete, 0 unchanged.
      "
    `);
    expect((await run("plan --exit-code")).exitCode).toBe(1);
    expect((await run("apply --auto-approve")).exitCode).toBe(0);
    expect((await run("plan --exit-code")).exitCode).toBe(0);
    world.write("automations.ts", CONFIGURATION.replace("0.95", "0.97"));
    expect((await run("plan")).out).toBe(`~ loss is up (acme/vision)
    ~ event.filter.threshold: 0.95 → 0.97

Plan: 0 to create, 1 to change, 0 to delete, 1 unchanged.
`);
  });

  it("prints it as JSON", async () => {
    await using world = await project();
    const { exitCode, json } = await world.run("plan --json");
    expect(exitCode).toBe(0);
    expect(json()).toMatchObject({
      schemaVersion: 1,
      command: "plan",
      ok: true,
      owner: "acme-alerts",
      counts: { create: 2, update: 0, delete: 0, unchanged: 0, conflicts: 0 },
      changes: [
        { action: "create", key: "lossIsUp", name: "loss is up", scope: "acme/vision" },
        { action: "create", key: "linked", name: "linked", scope: "acme/nlp" },
      ],
      conflicts: [],
      leftovers: [],
    });
  });

  it("needs to know whose automations these are", async () => {
    await using world = await project({ "package.json": "{}" });
    const { run, env } = world;
    const unnamed = await run("plan");
    expect(unnamed).toMatchObject({ exitCode: 2, out: "" });
    expect(unnamed.err).toContain("Give --owner");
    expect((await run("plan --json --owner me")).json()).toMatchObject({ owner: "me" });
    expect(
      (await run("plan --json", { env: { ...env, WANDB_AUTOMATIONS_OWNER: "env" } })).json(),
    ).toMatchObject({
      owner: "env",
    });
    expect((await run("plan --owner no_good!")).err).toContain("must be 1 to 100 letters");
  });

  it("looks for what isn't in the files any more where it is told to", async () => {
    await using world = await project();
    const { run, write } = world;
    await run("apply --auto-approve");
    write("automations.ts", CONFIGURATION.replace("export const linked", "const linked"));
    expect((await run("plan --scope acme automations.ts --scope acme-inc --json")).json()).toMatchObject({
      leftovers: [{ name: "linked", managedBy: "acme-alerts" }],
    });
    expect((await run("plan --prune")).out).toContain("- linked (acme/nlp)");
    expect((await run("plan --scope a/b/c/d")).exitCode).toBe(2);
  });

  it("says which files are wrong, and plans nothing then", async () => {
    await using world = await project({
      "automations.ts": "export const broken = ;",
      "other.ts": "throw new Error('no')",
    });
    const { exitCode, err } = await world.run("plan automations.ts other.ts");
    expect(exitCode).toBe(2);
    expect(err).toContain("automations.ts");
    expect(err).toContain("other.ts");
  });

  it("shows examples in its help, in 80 columns", async () => {
    for (const command of ["plan", "apply", "destroy", "pull", "import"]) {
      const { exitCode, out } = await runCommand([command, "--help"]);
      expect(exitCode).toBe(0);
      expect(out).toContain(`$ wandb-automations ${command}`);
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe("wandb-automations apply", () => {
  it("asks, and does nothing when the answer is no", async () => {
    await using world = await project();
    const { run, saved } = world;
    const questions: string[] = [];
    const answer = (yes: boolean) => ({
      confirm: async (question: string) => {
        questions.push(question);
        return yes;
      },
    });
    const refused = await run("apply", answer(false));
    expect(refused.exitCode).toBe(1);
    expect(refused.out).toContain("Nothing was done.");
    expect(await saved()).toEqual([]);
    const approved = await run("apply", answer(true));
    expect(approved.exitCode).toBe(0);
    expect(approved.out).toContain("Applied: 2 created, 0 changed, 0 deleted.");
    expect(await saved()).toEqual(["linked", "loss is up"]);
    expect(questions).toEqual(["Make these changes?", "Make these changes?"]);
    expect((await run("apply")).out).toBe("No changes. All 2 automations are as the configuration says.\n");
  });

  it("refuses to go on where nobody can be asked", async () => {
    await using world = await project();
    const { exitCode, err } = await world.run("apply");
    expect(exitCode).toBe(2);
    expect(err).toContain("Nobody can be asked");
    expect(await world.saved()).toEqual([]);
  });

  it("reports what failed, and ends in 4", async () => {
    await using world = await project({
      "automations.ts": `${CONFIGURATION}import { SendWebhook } from "wandb-automations";
export const wrong = defineAutomation({
  name: "wrong",
  event: new OnLinkArtifact({ scope: "acme/vision" }),
  action: new SendWebhook({ integrationId: "not-there" }),
});`,
    });
    const { run, saved } = world;
    const { exitCode, out, err } = await run("apply --auto-approve");
    expect(exitCode).toBe(4);
    expect(out).toContain("Applied: 2 created, 0 changed, 0 deleted, 1 failed.");
    expect(err).toContain("wrong (acme/vision) wasn't created:");
    expect(await saved()).toEqual(["linked", "loss is up"]);
    expect((await run("apply --auto-approve --json")).json()).toMatchObject({
      ok: false,
      results: [{ action: "create", name: "wrong", status: "failed", error: { code: "NOT_FOUND" } }],
    });
  });

  it("stops at conflicts, and takes over with --adopt", async () => {
    await using world = await project();
    const { run, write } = world;
    await run("apply --auto-approve --owner before");
    write("automations.ts", CONFIGURATION.replace("0.95", "0.9"));
    const conflict = await run("apply --auto-approve");
    expect(conflict.exitCode).toBe(1);
    expect(conflict.out).toContain("! loss is up (acme/vision)");
    expect((await run("plan --json")).json()).toMatchObject({ ok: false, counts: { conflicts: 1 } });
  });

  it("applies a plan that was written down, as long as it is still what would be done", async () => {
    await using world = await project();
    const { run, write, saved, cwd } = world;
    expect((await run("plan --out plan.json --prune")).out).toContain("Written to plan.json");
    write("automations.ts", CONFIGURATION.replace("0.95", "0.9"));
    const changed = await run("apply --plan plan.json");
    expect(changed).toMatchObject({ exitCode: 4 });
    expect(changed.err).toContain("The saved plan isn't what would be done now: loss is up (acme/vision)");
    expect(await saved()).toEqual([]);
    write("automations.ts", CONFIGURATION);
    expect((await run("apply --plan plan.json")).exitCode).toBe(0);
    expect((await run("apply --plan plan.json")).out).toContain("No changes.");
    expect(readFileSync(join(cwd, "plan.json"), "utf8")).not.toContain("threshold");
    expect((await run("plan --out all.json --scope acme --prune --owner other")).exitCode).toBe(0);
    const part = CONFIGURATION.replace("export const linked", "const linked");
    write("automations.ts", part);
    const fewer = await run("apply --plan all.json");
    expect(fewer.err).toContain("the configuration has another number of automations (1, not 2)");
    expect((await run("apply --plan automations.ts")).err).toContain("isn't a plan");
    expect((await run("apply --plan none.json")).err).toContain("can't be read");
    expect((await run("plan --out no/such/folder.json")).exitCode).toBe(2);
  });
});

describe("wandb-automations destroy", () => {
  it("deletes what it manages and nothing else", async () => {
    await using world = await project();
    const { run, saved, write } = world;
    await run("apply --auto-approve");
    write(
      "other.ts",
      CONFIGURATION.replace('"loss is up"', '"other"').replace("export const linked", "const linked"),
    );
    await run("apply other.ts --auto-approve --owner somebody-else");
    expect((await run("plan --destroy --json")).json()).toMatchObject({ counts: { delete: 2 } });
    const { exitCode, out } = await run("destroy --auto-approve");
    expect(exitCode).toBe(0);
    expect(out).toContain("- loss is up (acme/vision)");
    expect(out).toContain("Applied: 0 created, 0 changed, 2 deleted.");
    expect(await saved()).toEqual(["other"]);
  });
});

describe("wandb-automations pull and import", () => {
  it("pulls what plans to no changes", async () => {
    await using world = await project();
    const { run, cwd } = world;
    await run("apply --auto-approve");
    const shown = await run("pull acme/vision");
    expect(shown.out).toContain("export const lossIsUp = defineAutomation({");
    expect(shown.out).not.toContain("managed by");
    expect((await run("pull acme --out pulled/all.ts")).out).toBe("Wrote 2 automations to pulled/all.ts.\n");
    expect((await run("plan pulled --exit-code")).exitCode).toBe(0);
    const again = await run("pull acme --out pulled/all.ts");
    expect(again).toMatchObject({ exitCode: 2 });
    expect(again.err).toContain("is there already");
    expect((await run("pull acme --out pulled/all.ts --force")).exitCode).toBe(0);
    expect((await run("pull acme --json")).json()).toMatchObject({
      automations: [{ name: "linked" }, { name: "loss is up" }],
      code: readFileSync(join(cwd, "pulled/all.ts"), "utf8"),
    });
    expect((await run("pull nobody")).exitCode).toBe(4);
  });

  it("takes over what it imports", async () => {
    await using world = await project();
    const { run, all, cwd } = world;
    await run("apply --auto-approve --owner first");
    const [first] = await all();
    await first?.update({ description: "by hand" });
    const { exitCode, out } = await run("import acme --out imported.ts --auto-approve");
    expect(exitCode).toBe(0);
    expect(out).toContain("Wrote 2 automations to imported.ts.");
    expect(out).toContain("managedBy: acme-alerts");
    expect(out).toContain("Applied: 0 created, 1 changed, 0 deleted.");
    expect((await run("plan imported.ts --exit-code")).exitCode).toBe(0);
    expect((await run("plan imported.ts --destroy --json")).json()).toMatchObject({ counts: { delete: 1 } });
    expect(existsSync(join(cwd, "imported.ts"))).toBe(true);
  });
});

describe("docs/cli.schema.json", () => {
  it("describes what plan, apply, destroy, pull and import print", async () => {
    await using world = await project();
    const { run, write } = world;
    const expectPrinted = async (kind: string, line: string) => {
      const { out, err } = await run(`${line} --json`);
      expectDocument(kind, out);
      expect(err).toBe("");
    };
    await expectPrinted("plan", "plan");
    await expectPrinted("apply", "apply --auto-approve");
    await expectPrinted("apply", "apply");
    await run("apply --auto-approve --owner other --adopt");
    write(
      "automations.ts",
      CONFIGURATION.replace("0.95", "0.9").replace("export const linked", "const linked"),
    );
    await expectPrinted("plan", "plan");
    await expectPrinted("plan", "plan --owner other");
    await expectPrinted("apply", "apply --owner other");
    await expectPrinted("pull", "pull acme");
    await expectPrinted("pull", "pull acme/vision --out a.ts");
    await expectPrinted("apply", "import acme --out b.ts --auto-approve --owner third");
    await expectPrinted("apply", "destroy --auto-approve");
    await expectPrinted("pull", "import acme --out c.ts --auto-approve");
    await expectPrinted("error", "apply --plan none.json");
  });
});
