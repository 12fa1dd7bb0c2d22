import fc from "fast-check";
import { DoNothing, FilterableField, type NewAutomation, OnRunMetric } from "wandb-automations";
import type { HistoryRow } from "wandb-automations/evaluate";
import { buildFilter, buildMetric, type FilterSpec } from "../conformance/build-automation.js";
import type { RecordedRun } from "./eval-cases.js";

/** Runs, and automations that all of them are asked. */
export interface RandomCase {
  readonly automations: readonly NewAutomation[];
  readonly runs: readonly RecordedRun[];
}

/** Texts that would do something if a database took them for more than texts. */
export const HOSTILE = [
  "it's",
  "'; DROP TABLE history; --",
  'say "loud"',
  "`tick`",
  "back\\slash\\",
  "\\'; SELECT 1; --",
  "/* open",
  "*/ close",
  "-- line",
  "a;b\n;\nc",
  "$" + "{x} $1 %s ?",
  "naïve 漢字 😀",
  "tab\tnew\nline\r",
  "e\u0301 \u200b\u2028\u2029\ufeff",
  "nul\u0000 \u0001",
  "[a](b)*.{2}",
  " ",
];

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.constantFrom("'", '"', "\\", ";", "-", "/", "*", "`", "$", "a"),
      minLength: 1,
      maxLength: 8,
    }),
  },
);

const plainName = fc.constantFrom("loss", "val/loss", "a.b", "deep.er.still");
const limit = fc.oneof(
  fc.integer({ min: -20, max: 20 }).map((n) => n / 10),
  fc.double({ min: -3, max: 3, noNaN: true }),
);

/** How long histories and their windows are. */
export interface RandomSizes {
  /** The most rows of a run, @defaultValue 40 */
  readonly rows?: number;
  /** Every window holds between so many and so many values, @defaultValue 1 to 6 */
  readonly windows?: readonly [least: number, most: number];
  /** One value in so many is no plain number, or far from the others, @defaultValue 7 */
  readonly oddIn?: number;
}

/** Values whose means lie on limits, and some of every kind that isn't a number. */
const loggedValue = (oddIn: number) =>
  fc.oneof(
    { weight: 2 * oddIn, arbitrary: fc.integer({ min: -20, max: 20 }).map((n) => n / 10) },
    { weight: oddIn, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
    {
      weight: 3,
      arbitrary: fc.constantFrom<unknown>(
        "NaN",
        "Infinity",
        "-Infinity",
        null,
        "0.5",
        true,
        [1],
        { _type: "table" },
        1e16,
        -3e16,
        1e300,
      ),
    },
  );

function nested(name: string, logged: unknown): HistoryRow {
  return name.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), logged) as HistoryRow;
}

const rowsOf = (names: readonly string[], { rows = 40, oddIn = 7 }: RandomSizes) =>
  fc
    .array(
      fc.record({
        stride: fc.constantFrom(1, 1, 1, 1, 3, 0, -2),
        hours: fc.constantFrom(0, 1, 5, 30, -1, undefined),
        logged: fc.array(fc.tuple(fc.constantFrom(...names), loggedValue(oddIn), fc.boolean()), {
          maxLength: 3,
        }),
      }),
      { minLength: Math.ceil(rows / 40), maxLength: rows, size: "max" },
    )
    .map((entries) => {
      let step = 0;
      let time = 1.7e9;
      return entries.map(({ stride, hours, logged }) => {
        step += stride;
        time += (hours ?? 0) * 3600;
        const values = logged.map(([name, one, flat]) => (flat ? { [name]: one } : nested(name, one)));
        return Object.assign(
          { _step: step },
          hours === undefined ? {} : { _timestamp: time },
          ...values,
        ) as HistoryRow;
      });
    });

const metricOf = (names: readonly string[], [least, most]: readonly [number, number]) =>
  fc
    .record({
      kind: fc.constantFrom("threshold", "change", "zscore"),
      name: fc.constantFrom(...names),
      agg: fc.constantFrom("average", "min", "max", "sum", null),
      cmp: fc.constantFrom(">", ">=", "<", "<=", "==", "!="),
      window: fc.integer({ min: least, max: most }),
      priorWindow: fc.integer({ min: least, max: most }),
      changeType: fc.constantFrom("absolute", "relative"),
      changeDir: fc.constantFrom("increase", "decrease", "any"),
      limit,
    })
    .map(({ kind, name, agg, cmp, window, priorWindow, changeType, changeDir, limit }) => {
      const amount = Math.abs(limit) + 0.05;
      if (kind === "threshold") return buildMetric({ kind, name, agg, cmp, window, threshold: limit });
      if (kind === "zscore")
        return buildMetric({ kind, name, window: window + 1, threshold: amount, changeDir });
      return buildMetric({ kind, name, agg, window, priorWindow, changeType, changeDir, amount });
    });

const FIELDS = [
  "display_name",
  "username",
  "state",
  "group",
  "config.lr",
  "config.opt",
  "summary_metrics.acc",
  "tags",
];

const operand = fc.oneof(hostile, fc.constantFrom<string | number>("sgd", "adam", 0.1, 1, "1"));

const filter: fc.Arbitrary<FilterSpec> = fc.oneof(
  fc
    .record({
      field: fc.constantFrom(...FIELDS),
      method: fc.constantFrom("eq", "ne", "gt", "gte", "lt", "lte"),
      one: operand,
    })
    .map(({ field, method, one }) => ({ field, method, args: [one] })),
  fc
    .record({
      field: fc.constantFrom(...FIELDS),
      method: fc.constantFrom("in", "notIn"),
      some: fc.array(operand, { maxLength: 3 }),
    })
    .map(({ field, method, some }) => ({ field, method, args: [some] })),
  fc
    .record({ field: fc.constantFrom(...FIELDS), one: hostile })
    .map(({ field, one }) => ({ field, method: "contains", args: [one] })),
  fc
    .record({ field: fc.constantFrom(...FIELDS), there: fc.boolean() })
    .map(({ field, there }) => ({ field, method: "exists", args: [there] })),
);

const info = fc.record(
  {
    display_name: hostile,
    username: hostile,
    state: fc.constantFrom("running", "finished", "failed", "crashed"),
    group: hostile,
    tags: fc.array(hostile, { maxLength: 3 }),
    config: fc.dictionary(fc.constantFrom("lr", "opt"), operand),
    summary_metrics: fc.dictionary(fc.constant("acc"), fc.double({ noNaN: true, noDefaultInfinity: true })),
  },
  { requiredKeys: [] },
);

/** Automations and runs whose names and texts are as hostile as they come, and whose values lie on limits. */
export function randomCase(
  automations: number,
  runs: number,
  sizes: RandomSizes = {},
): fc.Arbitrary<RandomCase> {
  const pool = fc.uniqueArray(
    fc.oneof(
      plainName,
      hostile.filter((name) => name.trim() !== "" && !name.startsWith("_")),
    ),
    { minLength: 2, maxLength: 4 },
  );
  return pool.chain((names) =>
    fc.record({
      automations: fc.array(
        fc
          .tuple(metricOf(names, sizes.windows ?? [1, 6]), fc.option(filter, { nil: undefined }))
          .map(([metric, spec]) => {
            const run = spec && buildFilter(spec, (field) => new FilterableField(field));
            return new OnRunMetric({ scope: "acme/vision", filter: run ? metric.and(run) : metric }).then(
              new DoNothing(),
            );
          }),
        { minLength: automations, maxLength: automations },
      ),
      runs: fc
        .uniqueArray(fc.tuple(hostile, info, rowsOf(names, sizes)), {
          minLength: 1,
          maxLength: runs,
          selector: ([id]) => id,
        })
        .map((list) => list.map(([id, fields, rows]) => ({ run: { ...fields, id }, rows }))),
    }),
  );
}
