import { isAutomationsError } from "../../errors/index.js";
import { BatchSession } from "../../evaluate/batch-session.js";
import { type EventPlan, planEvent } from "../../evaluate/event-plan.js";
import { toPictureSettings } from "../../evaluate/picture/picture-settings.js";
import { pictureOf } from "../../evaluate/picture/verdict-svg.js";
import type { MetricFiring } from "../../evaluate/verdict/firing.js";
import type { Blocker, RunOutcome } from "../../evaluate/verdict/outcome.js";
import { runRef } from "../../evaluate/verdict/run-ref.js";
import type { Verdict } from "../../evaluate/verdict/verdict.js";
import type { RunInfo } from "../../history/run-history.js";
import { runInfo } from "../runs/run-info.js";
import type { Directory } from "../store/directory.js";
import type { AutomationRecord, ExecutionRecord, RunRecord } from "../store/records.js";
import { compositeKey, type Store } from "../store/store.js";
import { toCompiled } from "../watch/compiled-scope.js";
import { firingOf } from "./recorded-firing.js";

/** Automations that get a picture of a run; a page with more would be too slow to follow a run. */
const MAX_CHARTS = 12;

/** Why an automation didn't fire where a dry run says that it would have. */
const NOT_WATCHING: Blocker = { kind: "disabled", message: "was not watching" };

/** What one automation made of a run. */
export interface RunChart {
  readonly name: string;
  readonly condition: string;
  /** The metric's curve with the level at which it fires and the firings; null where there is no curve. */
  readonly svg: string | null;
  /** Its firings as they were recorded. */
  readonly firings: readonly { readonly step: number | null; readonly reason: string }[];
  /** Steps at which it would have fired had it watched the whole run, but did not. */
  readonly missed: readonly number[];
  /** Why it didn't fire, where it didn't. */
  readonly blockers: readonly string[];
}

/** A run as every automation that covers it sees it: its stored rows, and what really fired on them. */
export async function runCharts(
  store: Store,
  directory: Directory,
  run: RunRecord,
  width: number,
): Promise<readonly RunChart[]> {
  const info = runInfo(store, directory, run);
  const charts: RunChart[] = [];
  for (const automation of covering(store, directory, run)) {
    const plan = planOf(automation, directory);
    if (plan?.watched.kind !== "metric") continue;
    const executions = store.executionsByRun.all(compositeKey(automation.id, run.id));
    charts.push(chartOf(plan, await evaluate(store, plan, run, info), executions, info, width));
    if (charts.length === MAX_CHARTS) break;
  }
  return charts;
}

/** Automations whose scope the run lies in: those that fired on it, then those that watch it; of each the newest first. */
function covering(store: Store, directory: Directory, run: RunRecord): AutomationRecord[] {
  const project = store.projects.get(run.projectId)!;
  const entity = directory.entityOf(project);
  const organization = entity.organizationId && store.organizations.get(entity.organizationId);
  const scopes = [project.id, entity.id, ...(organization ? [organization.entityId] : [])];
  const rank = ({ id, enabled }: AutomationRecord) => {
    if (store.executionsByRun.first(compositeKey(id, run.id))) return 0;
    return enabled ? 1 : 2;
  };
  return scopes
    .flatMap((scope) => store.automationsByScope.all(scope))
    .sort((a, b) => rank(a) - rank(b) || b.number - a.number);
}

function planOf(automation: AutomationRecord, directory: Directory): EventPlan | undefined {
  try {
    // A disabled automation is drawn as well: the picture says what enabling it would do.
    return planEvent({ ...toCompiled(automation, directory), enabled: true }, 0);
  } catch (error) {
    if (isAutomationsError(error)) return undefined;
    throw error;
  }
}

async function evaluate(store: Store, plan: EventPlan, run: RunRecord, info: RunInfo): Promise<Verdict> {
  const session = new BatchSession([plan], { collect: ["series"] });
  await session.run({
    run: info,
    rows: store.rows.history(run.id).map(({ row }) => row),
    systemRows: store.rows.system(run.id).map(({ row }) => row),
  });
  return session.verdict();
}

function chartOf(
  plan: EventPlan,
  verdict: Verdict,
  executions: readonly ExecutionRecord[],
  info: RunInfo,
  width: number,
): RunChart {
  const { automation, title } = plan;
  const outcome = verdict.outcomes[0] as RunOutcome;
  const firings = executions.flatMap((execution): readonly MetricFiring[] => {
    const firing = firingOf(plan, outcome, execution, runRef(info));
    return firing ? [firing] : [];
  });
  const hasFired = executions.length > 0;
  const missed = hasFired ? [] : verdict.firings.flatMap(({ step }) => step ?? []);
  const quiet = missed.length > 0 ? [NOT_WATCHING] : outcome.blockers;
  const blockers = hasFired ? [] : quiet;
  const hasCurve = (outcome.series?.values.length ?? 0) > 0;
  const drawn = {
    automations: verdict.automations.map((one) => ({ ...one, firings: firings.length })),
    outcomes: [{ ...outcome, firings: firings.length, blockers }],
    firings,
  };
  const settings = toPictureSettings({ width });
  return {
    name: automation.name!,
    condition: title,
    svg: hasCurve
      ? pictureOf(drawn, drawn.automations, settings, `chart-${automation.id!.replace(/\W/g, "-")}`, false)
      : null,
    firings: executions.map(({ run, reason }) => ({ step: run?.step ?? null, reason })),
    missed,
    blockers: blockers.map(({ message }) => message),
  };
}
