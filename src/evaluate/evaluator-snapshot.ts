import * as z from "zod/mini";
import { EvaluationError } from "../errors/index.js";
import type { EventPlan } from "./event-plan.js";
import type { StreamSession } from "./stream-session.js";

const SCHEMA = "wandb-automations/evaluator/1";

/** A number, also one that JSON can't hold. */
type Encoded = number | "NaN" | "Infinity" | "-Infinity";
/** Place of an automation in the snapshot's list, and the second from which on it may fire again. */
type Cooldown = [automation: number, until: Encoded];

/**
 * An evaluator in the middle of its work: the windows and 24-hour clocks of the runs it keeps. Can be written as JSON
 * and read back.
 */
export interface EvaluatorSnapshot {
  schema: typeof SCHEMA;
  /** What tells each automation from the others. */
  automations: string[];
  /** The runs that are kept, with the values in their windows. */
  runs: {
    info: {
      id: string;
      entity?: string | undefined;
      project?: string | undefined;
      displayName?: string | undefined;
    };
    ended: boolean;
    state?: string | undefined;
    step: Encoded;
    timestamp: Encoded;
    cooldowns: Cooldown[];
    series: { name: string; values: Encoded[]; logged: number; step: Encoded }[];
  }[];
  /** The runs that aren't kept any more but fired less than 24 hours before `now`. */
  fired: { now: Encoded; runs: [run: string, cooldowns: Cooldown[]][] };
}

const num = z.union([z.number(), z.literal(["NaN", "Infinity", "-Infinity"])]);
const cooldowns = z.array(z.tuple([z.number(), num]));

const snapshotSchema: z.ZodMiniType<EvaluatorSnapshot> = z.object({
  schema: z.literal(SCHEMA),
  automations: z.array(z.string()),
  runs: z.array(
    z.object({
      info: z.object({
        id: z.string(),
        entity: z.optional(z.string()),
        project: z.optional(z.string()),
        displayName: z.optional(z.string()),
      }),
      ended: z.boolean(),
      state: z.optional(z.string()),
      step: num,
      timestamp: num,
      cooldowns,
      series: z.array(z.object({ name: z.string(), values: z.array(num), logged: z.number(), step: num })),
    }),
  ),
  fired: z.object({ now: num, runs: z.array(z.tuple([z.string(), cooldowns])) }),
});

type Saved = ReturnType<StreamSession["save"]>;

const encode = (value: number): Encoded =>
  Number.isFinite(value) ? value : (String(value) as "NaN" | "Infinity" | "-Infinity");

/** What tells an automation from another when a snapshot is read: its name and event, not its place in the list. */
const fingerprint = ({ automation: { id, name, eventType, eventFilter } }: EventPlan): string =>
  JSON.stringify([id ?? name ?? null, eventType, eventFilter]);

export function takeSnapshot(plans: readonly EventPlan[], session: StreamSession): EvaluatorSnapshot {
  const { runs, fired } = session.save();
  const pairs = (list: readonly (readonly [number, number])[]) =>
    list.map(([index, next]): [number, Encoded] => [index, encode(next)]);
  return {
    schema: SCHEMA,
    automations: plans.map(fingerprint),
    runs: runs.map(({ info, ended, state, step, timestamp, series, cooldowns }) => ({
      info: { ...info },
      ended,
      ...(state === undefined ? {} : { state }),
      step: encode(step),
      timestamp: encode(timestamp),
      cooldowns: pairs(cooldowns),
      series: series.map(({ name, values, logged, step }) => ({
        name,
        values: Array.from(values, encode),
        logged,
        step: encode(step),
      })),
    })),
    fired: { now: encode(fired.now), runs: fired.runs.map(([key, list]) => [key, pairs(list)]) },
  };
}

/**
 * What a snapshot says, for the automations there are now: those it doesn't know start afresh.
 *
 * @throws EvaluationError when it isn't a snapshot.
 */
export function readSnapshot(plans: readonly EventPlan[], given: unknown): Saved {
  const parsed = snapshotSchema.safeParse(given);
  if (!parsed.success) {
    throw new EvaluationError(
      `What was given to restore isn't a snapshot of an evaluator: ${issueOf(parsed.error)}.`,
      {
        hint: "Give what evaluator.snapshot() returned, also after JSON.stringify and JSON.parse.",
      },
    );
  }
  const { automations, runs, fired } = parsed.data;
  const indexNow = new Map(plans.map((plan, index) => [fingerprint(plan), index]));
  const pairs = (list: readonly (readonly [number, Encoded])[]) =>
    list.flatMap(([index, next]) => {
      const now = indexNow.get(automations[index] ?? "");
      return now === undefined ? [] : [[now, Number(next)] as const];
    });
  return {
    runs: runs.map(({ info, ended, state, step, timestamp, series, cooldowns }) => ({
      info: info as Saved["runs"][number]["info"],
      ended,
      state,
      step: Number(step),
      timestamp: Number(timestamp),
      cooldowns: pairs(cooldowns),
      series: series.map(({ name, values, logged, step }) => ({
        name,
        values: values.map(Number),
        logged,
        step: Number(step),
      })),
    })),
    fired: { now: Number(fired.now), runs: fired.runs.map(([key, list]) => [key, pairs(list)] as const) },
  };
}

function issueOf(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  return issue === undefined ? "it is malformed" : `${issue.path.join(".") || "it"}: ${issue.message}`;
}
