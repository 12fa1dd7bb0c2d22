import { dirname } from "node:path";
import { HistoryError } from "../errors/index.js";
import type { ArtifactEvent } from "../evaluate/artifact-event.js";
import type { EvaluationItem } from "../evaluate/evaluation-source.js";
import { runName } from "../evaluate/verdict/words.js";
import { history } from "../history/history.js";
import type { HistoryRow, RunHistory, RunInfo } from "../history/run-history.js";
import { series } from "../history/series.js";
import { parseDuration, parseMoment } from "./moment.js";
import { parseArtifact } from "./parse-artifact.js";
import { pathFrom } from "./path-from.js";
import type { TestCase, TestEvent, TestRun } from "./tests-definition.js";

/** What the runs and events of a test file are relative to. */
export interface TestClock {
  /** The test file. */
  readonly file: string;
  /** Start of the clock in seconds since the epoch. */
  readonly start: number;
}

/** Where runs and events are that don't say where: in the automation's scope. */
export type TestPlace = Pick<RunInfo, "entity" | "project">;

const DEFAULT_INTERVAL = 60;
const MAX_NAMED_RUNS = 10;

/** What a test gives its automation: its runs, then its events. */
export async function* testHistory(
  test: TestCase,
  clock: TestClock,
  place: TestPlace,
): AsyncGenerator<EvaluationItem> {
  for (const [i, run] of (test.runs ?? []).entries()) {
    if ("run" in run) yield run as RunHistory;
    else yield* runsOf(run, { ...place, id: i === 0 ? "run" : `run-${i + 1}` }, clock);
  }
  for (const event of test.events ?? []) yield toEvent(event, clock, place);
}

/** The files that a test's runs are read from: paths and patterns, as `history` takes them. */
export function historyPaths(test: TestCase, file: string): string[] {
  return (test.runs ?? []).flatMap((run) =>
    "run" in run ? [] : [run.history ?? []].flat().map((path) => pathFrom(dirname(file), path)),
  );
}

async function* runsOf(given: TestRun, defaults: RunInfo, clock: TestClock): AsyncGenerator<RunHistory> {
  const { series: notation, rows, history: files, pick, interval, startStep = 0, start, ...info } = given;
  const step = parseDuration(interval ?? DEFAULT_INTERVAL) ?? DEFAULT_INTERVAL;
  const startTime = parseMoment(start ?? 0, clock.start) ?? clock.start;
  const run: RunInfo = { ...defaults, ...info };
  if (files !== undefined) yield* filedRuns(files, pick, info, clock.file);
  else if (notation !== undefined) yield series(notation, { run, startStep, startTime, interval: step });
  else yield { run, rows: (rows ?? []).map((row, i) => completed(row, startStep + i, startTime + i * step)) };
}

function completed(row: HistoryRow, step: number, timestamp: number): HistoryRow {
  return { _step: step, _timestamp: timestamp, ...row };
}

async function* filedRuns(
  files: string | readonly string[],
  pick: string | undefined,
  info: Partial<RunInfo>,
  testFile: string,
): AsyncGenerator<RunHistory> {
  const paths = [files].flat().map((path) => pathFrom(dirname(testFile), path));
  const passed: string[] = [];
  let found = 0;
  for await (const one of history(paths)) {
    if (pick !== undefined && one.run.id !== pick && one.run.displayName !== pick) {
      passed.push(runName(one.run));
      continue;
    }
    if (++found > 1 && info.id !== undefined) {
      throw new HistoryError(
        `${[files].flat().join(", ")} holds several runs, which can't all have the id ${info.id}`,
        {
          hint: "Choose one with `pick`, or leave `id` out.",
        },
      );
    }
    yield withInfo(one, info);
  }
  if (found > 0 || pick === undefined) return;
  const some = passed.slice(0, MAX_NAMED_RUNS).join(", ") + (passed.length > MAX_NAMED_RUNS ? ", …" : "");
  throw new HistoryError(`${[files].flat().join(", ")} holds no run ${JSON.stringify(pick)}`, {
    hint: passed.length > 0 ? `It holds ${some}.` : "It holds no runs.",
  });
}

/** The run as it is in the file, with what the test says about it. */
function withInfo(found: RunHistory, info: Partial<RunInfo>): RunHistory {
  const { rows, rowsOf, systemRows, warnings, run } = found;
  return {
    run: {
      ...run,
      ...info,
      ...(info.config === undefined ? {} : { config: { ...run.config, ...info.config } }),
      ...(info.summary === undefined ? {} : { summary: { ...run.summary, ...info.summary } }),
    },
    rows,
    ...(rowsOf === undefined ? {} : { rowsOf }),
    ...(systemRows === undefined ? {} : { systemRows }),
    ...(warnings === undefined ? {} : { warnings }),
  };
}

function toEvent(
  { artifact, at, collection = "", ...event }: TestEvent,
  clock: TestClock,
  place: TestPlace,
): ArtifactEvent {
  const timestamp = at === undefined ? undefined : parseMoment(at, clock.start);
  return {
    kind: "artifact",
    ...place,
    collection,
    ...event,
    ...(artifact === undefined ? {} : parseArtifact(artifact)),
    ...(timestamp === undefined ? {} : { timestamp }),
  };
}
