import { applyPlan } from "../../plan/apply-plan.js";
import type { ApplyReport } from "../../plan/apply-report.js";
import type { CommandIo, CommandResult } from "../command-io.js";
import { showProgress } from "../text/progress.js";
import { wrapText } from "../text/wrap-text.js";
import { type PlannedFiles, showPlan } from "./make-plan.js";

/** How a plan is approved and applied. */
export interface Approval {
  readonly autoApprove: boolean | undefined;
  readonly concurrency: number | undefined;
  readonly question: string;
}

const DONE = { create: "created", update: "changed", delete: "deleted", none: "unchanged" } as const;

/** Shows a plan, asks, carries it out and says what became of it. */
export async function carryOut(
  io: CommandIo,
  { api, plan }: PlannedFiles,
  { autoApprove = false, concurrency, question }: Approval,
): Promise<CommandResult> {
  showPlan(io, plan);
  const planned = plan.toJSON();
  if (plan.conflicts.length > 0) return { exitCode: 1, document: { ...planned, results: [] } };
  if (plan.isEmpty) return { document: { ...planned, results: [] } };
  if (!autoApprove) {
    io.out("\n");
    if (!(await io.confirm(question))) {
      io.out("Nothing was done.\n");
      return { exitCode: 1, document: { ...planned, results: [] } };
    }
  }
  const progress = await showProgress(io, "applying", plan.changes.length);
  let report: ApplyReport;
  try {
    const onProgress = ({ finished }: { finished: number }) => progress.update(finished);
    report = await applyPlan(api, plan, { signal: io.signal, concurrency, onProgress });
  } finally {
    progress.stop();
  }
  showReport(io, report);
  const results = report.results.map(({ item: { action, key, name, scope }, status, id, error }) => {
    const failure = error && { code: error.code, message: error.message, hint: error.hint };
    return { action, key, name, scope, id, status, ...(failure ? { error: failure } : {}) };
  });
  const exitCode = report.ok ? 0 : io.signal.aborted ? 130 : 4;
  return { exitCode, document: { ...planned, results } };
}

function showReport(io: CommandIo, { results, counts }: ApplyReport): void {
  for (const { item, status, error } of results) {
    if (status !== "failed" || !error) continue;
    const { action, name, scope } = item;
    const text = `${io.paint.red("✗")} ${name} (${scope}) wasn't ${DONE[action]}: ${error.message}`;
    io.err(`${wrapText(text, io.columns, "  ")}\n`);
    if (error.hint !== undefined) io.err(`  ${wrapText(`hint: ${error.hint}`, io.columns - 2, "  ")}\n`);
  }
  const parts = (["create", "update", "delete"] as const).map((action) => {
    const done = results.filter(({ item, status }) => status === "done" && item.action === action);
    return `${done.length} ${DONE[action]}`;
  });
  const rest = [
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} not tried`] : []),
  ];
  io.out(`\nApplied: ${[...parts, ...rest].join(", ")}.\n`);
  if (rest.length > 0) io.err("Apply again to go on: what is done stays done.\n");
}
