import type { HistoryWarning } from "../run-history.js";

/** A column that is read as that key. */
export interface CsvColumn {
  readonly index: number;
  readonly key: string;
}

/** Which columns make one run's rows. */
export interface CsvColumns {
  /** The run's name, if the header tells it. */
  readonly name: string | undefined;
  readonly step: number | undefined;
  readonly timestamp: number | undefined;
  readonly columns: readonly CsvColumn[];
}

/** What a CSV file's header says. */
export interface CsvLayout {
  readonly runs: readonly CsvColumns[];
  /** The column that tells each row's run, in a file of several. */
  readonly runColumn: number | undefined;
  /** A chart's export, which holds a sample. */
  readonly chart: boolean;
}

const RUN_KEYS = ["run", "_run", "run_id"];
const STEP_KEYS = ["_step", "Step", "step"];
/** `<run name> - <metric>`, in charts also with the least and the greatest value of what was averaged. */
const CHART_COLUMN = /^(.+) - (.+?)(__MIN|__MAX)?$/s;
/** What pandas calls its index. */
const INDEX_COLUMN = /^(|Unnamed: \d+)$/;

/**
 * Understands a header: the export of a W&B line plot (`Step`, `<run> - <metric>`, …) or a table as pandas
 * writes it (`_step`, `_timestamp`, metrics, and perhaps the run).
 *
 * @param runKey the column that tells each row's run; false for none, undefined to look for the usual ones
 */
export function csvLayout(
  header: readonly string[],
  runKey: string | false | undefined,
  report: (warning: HistoryWarning) => void,
): CsvLayout {
  const named = header.map((key, index) => ({ key: key.trim(), index }));
  const unique = new Map<string, number>();
  for (const { key, index } of named) {
    if (INDEX_COLUMN.test(key)) continue;
    if (!unique.has(key)) unique.set(key, index);
    else
      report({
        code: "damaged",
        line: 1,
        message: `the column ${JSON.stringify(key)} comes twice; the second is left out`,
      });
  }
  const columns = [...unique].map(([key, index]) => ({ key, index }));
  const chart = chartRuns(columns);
  if (chart !== undefined) return { runs: chart, runColumn: undefined, chart: true };
  const run =
    typeof runKey === "string"
      ? runKey
      : runKey === false
        ? undefined
        : RUN_KEYS.find((key) => unique.has(key));
  const step = STEP_KEYS.find((key) => unique.has(key));
  return {
    chart: false,
    runColumn: run === undefined ? undefined : unique.get(run),
    runs: [
      {
        name: undefined,
        step: step === undefined ? undefined : unique.get(step),
        timestamp: unique.get("_timestamp"),
        columns: columns.filter(({ key }) => key !== "_step" && key !== "_timestamp"),
      },
    ],
  };
}

/** A chart's runs; undefined if this is none: all columns but the first, the x axis, name a run. */
function chartRuns(columns: readonly CsvColumn[]): readonly CsvColumns[] | undefined {
  const [x, ...values] = columns;
  const parts = values.map(({ key, index }) => ({ index, match: CHART_COLUMN.exec(key) }));
  if (x === undefined || parts.length === 0 || parts.some(({ match }) => match === null)) return undefined;
  const runs = new Map<string, CsvColumn[]>();
  for (const { index, match } of parts) {
    const [, run, metric, edge] = match!;
    if (edge !== undefined) continue;
    const own = runs.get(run!);
    if (own === undefined) runs.set(run!, [{ index, key: metric! }]);
    else own.push({ index, key: metric! });
  }
  return [...runs].map(([name, own]) => ({
    name,
    step: own.find(({ key }) => key === "_step")?.index ?? (STEP_KEYS.includes(x.key) ? x.index : undefined),
    timestamp: own.find(({ key }) => key === "_timestamp")?.index,
    columns: [
      ...(STEP_KEYS.includes(x.key) ? [] : [x]),
      ...own.filter(({ key }) => key !== "_step" && key !== "_timestamp"),
    ],
  }));
}
