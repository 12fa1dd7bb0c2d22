import { describe, expect, it } from "vitest";
import { ArtifactEvent, DoNothing, OnAddArtifactAlias, OnRunState, StateFilter } from "wandb-automations";
import "wandb-automations/testing/vitest";
import { calm, debug, run, spike, spiking } from "./automations.js";

/** What a failing expectation says. */
const failure = (expectation: Promise<void>) =>
  expectation.then(
    () => "it passed",
    (error: Error) => error.message,
  );

describe("toFire", () => {
  it("holds where it fires: at all, on that run, at that step, so often", async () => {
    await expect(spike).toFire([calm, spiking]);
    await expect(spike).toFire([calm, spiking], { run: "spiking" });
    await expect(spike).toFire([calm, spiking], { run: "sp", step: 4, times: 1 });
    await expect(spike).toFire([calm, spiking], { step: 4 });
    await expect([spike, spike]).toFire(spiking, { times: 2 });
  });

  it("fails elsewhere", async () => {
    expect(await failure(expect(spike).toFire(calm))).toContain("to fire\nbut it did not fire");
    expect(await failure(expect(spike).toFire([calm, spiking], { run: "calm" }))).toContain(
      'to fire on run "calm"\nbut it fired once, not on run "calm": run spiking (sp) at step 4',
    );
    expect(await failure(expect(spike).toFire(spiking, { step: 5 }))).toContain(
      "but it fired once, not at step 5",
    );
    expect(await failure(expect(spike).toFire(spiking, { times: 2 }))).toContain(
      "to fire exactly 2 times\nbut it fired once: run spiking (sp) at step 4",
    );
  });

  it("takes the dry run's options", async () => {
    const noisy = run("noisy", "nan 3");
    await expect(spike).toFire(noisy, { nan: "skip", step: 1 });
    await expect(failure(expect(spike).toFire(noisy, { nan: "loud" as never }))).resolves.toContain("nan");
  });

  it("knows events of artifacts and states of runs", async () => {
    const prod = new OnAddArtifactAlias({
      scope: "acme/vision",
      filter: ArtifactEvent.alias.eq("prod"),
    }).then(new DoNothing());
    const event = { kind: "artifact", change: "aliasAdded", entity: "acme", project: "vision" } as const;
    const added = { ...event, collection: "digits", alias: "prod" };
    await expect(prod).toFire(added, { collection: "digits" });
    await expect(prod).not.toFire(added, { collection: "letters" });
    await expect(prod).not.toFire({ ...added, alias: "dev" }, { because: "filter" });
    const failed = new OnRunState({
      scope: "acme/vision",
      filter: new StateFilter({ states: ["failed"] }),
    }).then(new DoNothing());
    await expect(failed).toFire({ ...calm, run: { ...calm.run, state: "crashed" } }, { run: "calm" });
    await expect(failed).not.toFire(calm, { because: "state" });
  });
});

describe("not.toFire", () => {
  it("holds where it doesn't fire, and fails where it does", async () => {
    await expect(spike).not.toFire(calm);
    await expect(spike).not.toFire([calm, spiking], { run: "calm" });
    await expect(spike).not.toFire(spiking, { step: 3 });
    const message = await failure(expect(spike).not.toFire([calm, spiking]));
    expect(message).toContain(
      "expected loss-spike not to fire\nbut it fired once: run spiking (sp) at step 4",
    );
  });

  it("can say because of what", async () => {
    await expect(spike).not.toFire(calm, { because: "condition" });
    await expect(spike).not.toFire([calm, debug], { run: "debug", because: "filter" });
    const message = await failure(expect(spike).not.toFire(debug, { because: "condition" }));
    expect(message).toContain("not to fire because of: condition\nbut it did not fire");
    expect(message).toContain('the run filter excludes it: display_name $ne "debug"');
  });
});

describe("toFireTimes", () => {
  it("counts firings, a day apart on a run", async () => {
    await expect(spike).toFireTimes(run("days", "3x49", 3600), 3);
    await expect(spike).toFireTimes([spiking, run("other", "3")], 2);
    await expect(spike).toFireTimes([spiking, run("other", "3")], 1, { run: "other" });
    await expect(spike).toFireTimes(calm, 0);
    await expect(spike).not.toFireTimes(spiking, 2);
    expect(await failure(expect(spike).toFireTimes(spiking, 3))).toContain(
      "to fire exactly 3 times\nbut it fired once",
    );
  });
});

describe("what a failing test says", () => {
  it("is what was expected, what happened, a chart and the reasons", async () => {
    const message = await failure(expect(spike).toFire([calm, spiking], { run: "calm", step: 3 }));
    expect(message.split("\n").map((line) => line.trimEnd())).toMatchInlineSnapshot(`
      [
        "expected loss-spike to fire on run "calm" at step 3",
        "but it fired once, not on run "calm" at step 3: run spiking (sp) at step 4, 2026-01-01T00:04:00Z",
        "",
        "loss-spike fired once on 1 of 2 runs",
        "latest value of loss > 2",
        "",
        "calm (ca) (closest 1)",
        "2.0 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌",
        "    │",
        "    │",
        "    │",
        "1.5 ┤",
        "    │",
        "    │",
        "1.0 ┤⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀",
        "    └──────────────────────────────────────────────────────────────────────────",
        "     0                                                                        9",
        "",
        "· run calm (ca): it never held at any of 10 values; the closest was 1 at step 0",
      ]
    `);
  });

  it("leaves out what other runs did", async () => {
    const message = await failure(expect(spike).toFire([calm, spiking, debug], { run: "debug" }));
    expect(message).toContain("run debug (de): the run filter excludes it");
    expect(message).not.toContain("run calm");
  });
});

describe("a test that could not fail", () => {
  it("is refused: an empty history, a run that isn't there, no automations", async () => {
    expect(await failure(expect(spike).not.toFire([]))).toContain("The history is empty");
    expect(await failure(expect(spike).not.toFire(calm, { run: "clam" }))).toContain(
      'The history has no run "clam"',
    );
    expect(await failure(expect([]).not.toFire(calm))).toContain("No automations were given");
  });

  it("is refused: an expectation that can't be", async () => {
    const wrong = { run: "", step: 1.5, times: -1, because: "luck", stpe: 3 } as never;
    const message = await failure(expect(spike).not.toFire(calm, wrong));
    for (const name of ["run", "step", "times", "because", "stpe"]) expect(message).toContain(`- ${name}: `);
    expect(await failure(expect(spike).toFire(spiking, { because: "filter" }))).toContain("because");
    expect(await failure(expect(spike).toFireTimes(spiking, "2" as never))).toContain("times");
  });

  it("is refused: something that isn't an automation", async () => {
    expect(await failure(expect("loss-spike").toFire(calm))).toContain("can't be evaluated");
  });
});
