import * as z from "zod/mini";
import { isAutomationsError } from "../errors/index.js";
import type { ArtifactChange } from "../evaluate/artifact-event.js";
import { series } from "../history/series.js";
import { isAutomation } from "../model/automation.js";
import { isNewAutomation } from "../model/new-automation.js";
import { BLOCKER_KINDS } from "../testing/firing-expectation.js";
import { DURATION_RULE, MOMENT_RULE, parseDuration, parseIsoTime, parseMoment } from "./moment.js";
import { strictObject } from "./strict-object.js";

const CHANGES = [
  "created",
  "linked",
  "unlinked",
  "aliasAdded",
  "tagAdded",
  "tagRemoved",
  "collectionTagAdded",
  "collectionTagRemoved",
] as const satisfies readonly ArtifactChange[];

const MAX_TIMES = 100_000;
const START_RULE = "must be an ISO 8601 time such as 2026-01-01T00:00:00Z";
const RUNS_RULE = "must be a list of runs";

/** What a part is for, as editors show it. */
const descriptions = z.registry<{ description: string }>();

function described<Schema extends z.ZodMiniType>(schema: Schema, description: string): Schema {
  descriptions.add(schema, { description });
  return schema;
}

const text = () => z.string("must be text").check(z.minLength(1, "must not be empty"));
const optionalText = (description: string) => described(z.optional(text()), description);
const texts = (description: string) =>
  described(z.optional(z.array(text(), "must be a list of texts")), description);
const whole = (description: string, least: number) =>
  described(
    z.optional(
      z
        .number("must be a whole number")
        .check(
          z.int("must be a whole number"),
          z.gte(least, `must be ${least} or more`),
          z.lte(Number.MAX_SAFE_INTEGER, "is too large"),
        ),
    ),
    description,
  );
const values = (description: string) =>
  described(
    z.optional(z.record(z.string(), z.unknown(), "must be an object of names and values")),
    description,
  );
const choice = <const Choices extends readonly string[]>(choices: Choices) =>
  z.enum(choices, `must be one of ${choices.join(", ")}`);
const paths = (description: string) =>
  described(
    z.optional(z.union([text(), z.array(text())], "must be a path, a glob pattern or a list of them")),
    description,
  );

const duration = described(
  z.optional(
    z
      .union([z.string(), z.number()], DURATION_RULE)
      .check(z.refine((given) => parseDuration(given) !== undefined, DURATION_RULE)),
  ),
  "Seconds, or a time such as 90s, 5m, 1h30m, 2d.",
);
const moment = (description: string) =>
  described(
    z.optional(
      z
        .union([z.string(), z.number()], MOMENT_RULE)
        .check(z.refine((given) => parseMoment(given, 0) !== undefined, MOMENT_RULE)),
    ),
    `${description} ISO 8601, or a time after the start: 90s, 5m, 1h30m, 2d.`,
  );

const notation = z
  .record(
    z.string(),
    z.string("must be text in the notation of series: put it in quotes"),
    "must be an object of metrics and their values",
  )
  .check(
    z.check((context) => {
      for (const [metric, given] of Object.entries(context.value)) {
        try {
          series(metric, given);
        } catch (error) {
          if (!isAutomationsError(error)) throw error;
          const message = `can't be read: ${error.message.replace(/^series ("(?:[^"\\]|\\.)*")(?:, |: )/, "")}`;
          context.issues.push({ code: "custom", input: given, path: [metric], message });
        }
      }
    }),
  );

const run = strictObject(
  {
    id: optionalText("The run's id: `run` by default, or `run-2` for the second."),
    displayName: optionalText("What people call the run; run filters know it as display_name."),
    entity: optionalText("Where it is: where the automation watches, by default."),
    project: optionalText("Where it is: where the automation watches, by default."),
    username: optionalText("Who started it."),
    state: optionalText("How it ended: finished, failed, crashed, killed. Left out, it goes on running."),
    tags: texts("Its tags."),
    group: optionalText("Its group."),
    jobType: optionalText("Its job type."),
    sweepId: optionalText("The sweep it belongs to."),
    config: values("Its config, for run filters such as config.lr."),
    summary: values("Its summary, for run filters such as summary_metrics.loss."),
    series: described(z.optional(notation), "Values by metric: `0.9-0.1x5 _ nan 0.4x3`."),
    rows: described(
      z.optional(
        z.array(z.record(z.string(), z.unknown(), "must be a row: an object"), "must be a list of rows"),
      ),
      "Rows written out; _step and _timestamp are counted up where they are left out.",
    ),
    history: paths("Files of history, relative to this file."),
    pick: optionalText("Id or name of the run that is meant, where the files hold several."),
    interval: duration,
    startStep: whole("Step of the first value or row: 0 by default.", 0),
    start: moment("Time of the first value or row: the start of the clock by default."),
  },
  "a run",
);

const event = strictObject(
  {
    artifact: optionalText("entity/project/collection:version, or as much of its end as matters."),
    change: described(choice(CHANGES), "What happens."),
    entity: optionalText("Entity in which it happens: that of the automation's scope by default."),
    project: optionalText(
      "Project in which it happens, of a registry wandb-registry-…: that of the scope by default.",
    ),
    collection: optionalText("Collection in which it happens."),
    version: optionalText("The version, such as v3."),
    alias: optionalText("The alias that is added."),
    tag: optionalText("The tag that is added or removed."),
    aliases: texts("All aliases of the version."),
    tags: texts("All tags of the version."),
    metadata: values("Metadata of the version."),
    at: moment("When it happens: unknown by default."),
  },
  "an event",
);

const firing = strictObject(
  {
    run: optionalText("On this run: its id or its display name."),
    step: whole("At this step.", 0),
    at: moment("At this time, to the second."),
    state: optionalText("The state the run changed to."),
    compared: described(z.optional(z.number("must be a number")), "The number compared with the threshold."),
    within: described(
      z.optional(z.number("must be a number").check(z.gte(0, "must be 0 or more"))),
      "How far `compared` may be off: 0 by default.",
    ),
    collection: optionalText("On this collection."),
    version: optionalText("On this version."),
    alias: optionalText("With this alias."),
    tag: optionalText("With this tag."),
    body: values("What the webhook's body must hold, as JSON; members that aren't named may be anything."),
    times: described(
      z.optional(
        z
          .number("must be a whole number")
          .check(
            z.int("must be a whole number"),
            z.gte(1, "must be 1 or more; write `expect: none` where nothing may fire"),
            z.lte(MAX_TIMES, `must be at most ${MAX_TIMES}`),
          ),
      ),
      "So many such firings: 1 by default.",
    ),
  },
  "an expected firing",
);

const expectation = described(
  z.union(
    [
      z.literal("none"),
      z.array(firing).check(z.minLength(1, "is empty; write `expect: none` where nothing may fire")),
    ],
    "must be `none` or a list of firings",
  ),
  "`none`, or every firing that there must be.",
);

const options = strictObject(
  {
    partialWindows: z.optional(choice(["wait", "evaluate"])),
    nan: z.optional(choice(["propagate", "skip"])),
    resetOnResume: z.optional(z.boolean("must be true or false")),
  },
  "the options",
);

const isEvaluable = (given: unknown) =>
  isNewAutomation(given) ||
  isAutomation(given) ||
  (typeof given === "object" && given !== null && ("compiled" in given || "eventFilter" in given));
const isRunHistory = (given: unknown) =>
  typeof given === "object" && given !== null && "run" in given && typeof given.run === "object";

function testsSchema(automation: z.ZodMiniType, runs: z.ZodMiniType) {
  const test = strictObject(
    {
      name: described(text(), "What the test is about."),
      automation: described(z.optional(automation), "The automation: its name or that of its export."),
      runs: described(z.optional(runs), "Runs, in this order. One that is named again was resumed."),
      events: described(
        z.optional(z.array(event, "must be a list of events")),
        "Events of artifacts, in order.",
      ),
      expect: expectation,
      because: described(
        z.optional(choice(BLOCKER_KINDS as readonly [string, ...string[]])),
        "With `expect: none`: what must have kept it from firing.",
      ),
      options: described(z.optional(options), "Departures from the project's semantics."),
      skip: optionalText("Leaves the test out: why."),
    },
    "a test",
  );
  return strictObject(
    {
      automations: paths("Files that export the automations, relative to this file."),
      start: described(
        z.optional(
          z.string(START_RULE).check(z.refine((given) => parseIsoTime(given) !== undefined, START_RULE)),
        ),
        "Where the clock starts, in ISO 8601: 2026-01-01T00:00:00Z by default.",
      ),
      tests: described(
        z.array(test, "must be a list of tests").check(z.minLength(1, "is empty: there is nothing to test")),
        "The tests.",
      ),
    },
    "a test file",
  );
}

/** What a test file in YAML or JSON may hold. */
export const fileSchema = testsSchema(
  z.string("must be the name of an automation or of its export"),
  z.array(run, RUNS_RULE),
);

/** What `defineTests` takes: also automations and runs as they are in code. */
export const moduleSchema = testsSchema(
  z.union([z.string(), z.custom(isEvaluable)], "must be an automation, or the name of one or of its export"),
  z.array(z.union([z.custom(isRunHistory), run], "must be a run"), RUNS_RULE),
);

/**
 * The format of test files as JSON Schema, for editors that check and complete YAML.
 *
 * @example
 * ```ts
 * import { writeFileSync } from "node:fs";
 * import { testFileJsonSchema } from "wandb-automations/test-files";
 *
 * writeFileSync("automations.schema.json", JSON.stringify(testFileJsonSchema(), null, 2));
 * ```
 */
export function testFileJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(fileSchema, { metadata: descriptions, io: "input" });
}
