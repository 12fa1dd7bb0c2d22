import type { Dialect } from "../dialect.js";
import type { RunSteps } from "../filter/run-steps.js";
import { aroundSteps } from "./around-steps.js";
import { watching } from "./candidates.js";
import { ClippedColumns, POSITION } from "./clipped-columns.js";
import type { Cte, Query } from "./cte.js";
import { LagColumns } from "./lag-columns.js";
import { lookedUp } from "./looked-up.js";
import { each, metricSeries, rowOf } from "./metric-steps.js";
import { missGap, UNSURE } from "./miss-gap.js";
import { numberedValues } from "./numbered-values.js";
import { hasEarly, type MetricGroup, type QueryPlan } from "./plan.js";
import { joinNames, type RunKey } from "./run-key.js";
import type { WatchedRows } from "./watched-runs.js";
import type { WindowColumns } from "./window-columns.js";
import { lagReach, mostNeeded } from "./window-costs.js";

/**
 * Where conditions came nearest to holding: `(automation, run, place, step, time, times, window_values)`, a row for each of few
 * windows of a run, among them that of the closest miss, and how often the run has the same window again. Rows without a
 * place say at how many values NaN was compared, which no window needs to tell.
 */
export function missQuery(
  { metrics }: QueryPlan,
  runs: RunSteps,
  rows: WatchedRows,
  key: RunKey,
  history: readonly Cte[],
  d: Dialect,
): Query {
  const steps = metrics.flatMap((group, k) => missSteps(group, k, rows.keyOf(group), d));
  const parts = metrics.flatMap((_, k) => [
    `SELECT automation, run, min(place) AS place, ${d.earliest("step", "place")} AS step, ${d.earliest("time", "place")} AS time,
  count(*) AS times, latest_values AS window_values
FROM miss_${k}_values
GROUP BY automation, run, latest_values`,
    `SELECT automation, run, CAST(NULL AS BIGINT) AS place, CAST(NULL AS BIGINT) AS step, CAST(NULL AS DOUBLE) AS time,
  nans AS times, ${d.emptyList} AS window_values
FROM nans_${k}`,
  ]);
  return {
    steps: [
      ...history,
      ...(key.names ? [key.names] : []),
      ...(runs.early ? runs.steps : []),
      ...rows.steps,
      ...steps,
    ],
    select: `${parts.join("\nUNION ALL\n")}\nORDER BY run, automation, place`,
  };
}

/** What is kept of a row that came near. */
const WHERE = ["place", "step", "time", "first_place"] as const;

function missSteps(group: MetricGroup, k: number, key: RunKey, d: Dialect): Cte[] {
  const { members } = group;
  const { column } = key;
  const most = mostNeeded(members);
  const windows = (d.addsUp || hasEarly(group) ? framedWindows : laggedWindows)(group, k, key, d);
  const infinity = d.double(Number.POSITIVE_INFINITY);
  const where = ["gap", ...WHERE];
  const found = members.flatMap(({ index }) => {
    const gap = `gap_${index}`;
    const row = d.record(Object.fromEntries(where.map((name) => [name, name === "gap" ? gap : name])));
    return [
      `min(CASE WHEN ${gap} >= 0 AND ${gap} < ${infinity} THEN ${row} END) AS nearest_${index}`,
      `array_agg(${row}) FILTER (WHERE ${gap} = ${d.double(UNSURE)}) AS unsure_${index}`,
      `count(CASE WHEN isnan(${gap}) THEN 1 END) AS nans_${index}`,
    ];
  });
  const byAutomation = (sql: (index: number) => string) =>
    `CASE automation ${members.map(({ index }) => `WHEN ${index} THEN ${sql(index)}`).join(" ")} END`;
  const rows = byAutomation((index) => {
    const nearest = d.list(`nearest_${index}`);
    return `CASE WHEN unsure_${index} IS NULL THEN ${nearest} ELSE ${d.concat(`unsure_${index}`, nearest)} END`;
  });
  const watched = `CROSS JOIN (VALUES ${watching(members)}) AS watching (automation, needed)`;
  const run = key.names ? "names.run" : "n.run";
  const named = joinNames(key, "n");
  const what = JSON.stringify(group.name);
  const asked = {
    name: `miss_${k}`,
    why: "to tell the closest misses",
    rows: `SELECT automation, run, needed, ${WHERE.join(", ")} FROM misses_${k}`,
    columns: ["step", "time"],
    ...{ most, partial: true },
  };
  return [
    ...windows.steps,
    {
      name: `gaps_${k}`,
      comment: `How far from the limit ${what} was where conditions didn't hold, as near as doubles tell.`,
      sql: `SELECT ${column}, ${rowOf(key)}, ${windows.first} AS first_place,${each(windows.gaps, 2)}\nFROM ${windows.from}`,
    },
    {
      name: `nearest_${k}`,
      comment: "Per run, where that was least, where it can't be told, and how often NaN was compared.",
      shared: true,
      sql: `SELECT ${column},${each(found, 2)}\nFROM gaps_${k}\nGROUP BY ${column}`,
    },
    {
      name: `nans_${k}`,
      comment: "The latter per automation.",
      sql: `SELECT automation, ${run}, ${byAutomation((index) => `nans_${index}`)} AS nans
FROM nearest_${k} AS n${named}
${watched}
WHERE ${byAutomation((index) => `nans_${index}`)} > 0`,
    },
    {
      name: `misses_${k}`,
      comment: "Rows that came nearest to holding, and those at which that can't be told.",
      sql: `SELECT automation, run, needed, ${WHERE.map((name) => `${d.field("near", name)} AS ${name}`).join(", ")}
FROM (
  SELECT automation, ${run}, needed, ${d.each(rows)} AS near
  FROM nearest_${k} AS n${named}
  ${watched}
) AS found
WHERE near IS NOT NULL`,
      ...(d.addsUp ? {} : { shared: true }),
    },
    ...(d.addsUp
      ? []
      : aroundSteps(`SELECT ${key.keyOf("run")} AS run_key, place, first_place FROM misses_${k}`, k, key)),
    ...lookedUp(asked, k, key, d),
  ];
}

/** The windows of all values, and what is told of them. */
interface AllWindows {
  readonly steps: readonly Cte[];
  /** Where the gaps are told from. */
  readonly from: string;
  /** Where the oldest value that any condition needs is. */
  readonly first: string;
  readonly gaps: readonly string[];
}

/** Windows as columns of earlier values, where those are full. */
function laggedWindows(group: MetricGroup, k: number, key: RunKey, d: Dialect): AllWindows {
  const needs = group.members.map(({ condition }) => condition.needed);
  const columns = new LagColumns(key.column, lagReach(group), needs);
  const gaps = gapsOf(group, columns, (needed) => columns.full(needed), d);
  const first = columns.firstPlace();
  const added = (names: readonly string[], from: string) =>
    names.length === 0 ? from : `(\n  SELECT *,${each(names, 4)}\n  FROM ${from}\n) AS windows`;
  const from = added(columns.sizes, added(columns.derived, `series_${k}`));
  return { steps: [metricSeries(group, k, key, columns.framed)], from, first, gaps };
}

/** Windows as aggregates over frames. */
function framedWindows(group: MetricGroup, k: number, key: RunKey, d: Dialect): AllWindows {
  const columns = new ClippedColumns(key.column);
  const gaps = gapsOf(group, columns, (needed) => `${POSITION} >= ${needed}`, d);
  const before = mostNeeded(group.members) - 1;
  const begin = `min(place) OVER (PARTITION BY ${key.column} ORDER BY place ROWS ${before} PRECEDING) AS begin_place`;
  const windows: Cte = {
    name: `windows_${k}`,
    comment: "The windows that end at each of them.",
    sql: `SELECT *,${each([...columns.framed, begin], 2)}\nFROM numbered_${k}`,
  };
  return {
    steps: [numberedValues(group, k, key, d), windows],
    ...{ from: windows.name, first: "begin_place", gaps },
  };
}

function gapsOf(
  { members }: MetricGroup,
  columns: WindowColumns,
  enough: (needed: number) => string,
  d: Dialect,
): string[] {
  return members.map(({ index, condition, least }) => {
    const gap = missGap(condition, columns, d);
    return `CASE WHEN ${enough(least)} THEN ${gap} END AS gap_${index}`;
  });
}
