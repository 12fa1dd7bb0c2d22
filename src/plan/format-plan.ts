import type { Difference } from "./differences.js";
import type { Plan, PlanItem } from "./plan.js";

/** Colours of a plan's lines: functions that put text into colour, or give it back as it is. */
export interface PlanPaint {
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly red: (text: string) => string;
  readonly dim: (text: string) => string;
}

/** How a plan is written down. */
export interface FormatPlanOptions {
  readonly paint?: PlanPaint | undefined;
  /** Longest line, in characters: values that don't fit go on the lines below. 80 by default. */
  readonly columns?: number | undefined;
}

const same = (text: string) => text;
const PLAIN: PlanPaint = { green: same, yellow: same, red: same, dim: same };
const SIGNS = { create: "+", update: "~", delete: "-", none: " " } as const;
const COLOURS = { create: "green", update: "yellow", delete: "red", none: "dim" } as const;
/** What of an automation that is going to be created or deleted says which it is already. */
const IN_TITLE = ["name", "scope", "managedBy"];

/**
 * A plan as people read it: what is created (`+`), changed (`~`) and deleted (`-`), field by field, and how many of
 * each. Without secrets.
 *
 * @param options colours, and how wide it may be.
 */
export function formatPlan(plan: Plan, options: FormatPlanOptions = {}): string {
  const { paint = PLAIN, columns = 80 } = options;
  const { conflicts, leftovers, changes } = plan;
  const blocks = changes.map((item) => formatItem(item, paint, columns));
  for (const { name, scope, message, hint } of conflicts) {
    const more = [message, ...(hint === undefined ? [] : [`hint: ${hint}`])];
    blocks.push([
      paint.red(visible(`! ${name} (${scope})`)),
      ...more.flatMap((text) => wrapped(text, 4, columns)),
    ]);
  }
  if (leftovers.length > 0) {
    const names = leftovers.map(({ name, scope }) => `${name} (${scope})`);
    const text = `Managed by ${plan.owner} and not in this configuration: ${names.join(", ")}. --prune deletes them.`;
    blocks.push(wrapped(text, 0, columns).map(paint.dim));
  }
  blocks.push(wrapped(summary(plan), 0, columns));
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
}

function summary(plan: Plan): string {
  const { counts, leftovers } = plan;
  if (plan.isEmpty) {
    const all = counts.unchanged === 1 ? "The 1 automation is" : `All ${counts.unchanged} automations are`;
    return `No changes. ${counts.unchanged === 0 ? "There is nothing to do" : `${all} as the configuration says`}.`;
  }
  const parts = [`${counts.create} to create`, `${counts.update} to change`, `${counts.delete} to delete`];
  const rest = leftovers.length > 0 ? `, ${leftovers.length} left over` : "";
  const conflicts = counts.conflicts > 0 ? `, ${counts.conflicts} in conflict` : "";
  return `Plan: ${parts.join(", ")}, ${counts.unchanged} unchanged${rest}${conflicts}.`;
}

function formatItem(item: PlanItem, paint: PlanPaint, columns: number): string[] {
  const { action, name, scope, differences } = item;
  const color = paint[COLOURS[action]];
  const shown =
    action === "update" ? differences : differences.filter(({ path }) => !IN_TITLE.includes(path));
  const width = Math.max(0, ...shown.map(({ path }) => path.length));
  const renamed = differences.find(({ path }) => path === "name")?.before;
  const title = renamed !== undefined && action === "update" ? `${JSON.parse(renamed)} → ${name}` : name;
  return [
    color(visible(`${SIGNS[action]} ${title} (${scope})`)),
    ...shown.flatMap((difference) => formatField(difference, action, paint, width, columns)),
  ];
}

function formatField(
  { path, before, after }: Difference,
  action: PlanItem["action"],
  paint: PlanPaint,
  width: number,
  columns: number,
): string[] {
  const sign = before === undefined ? "+" : after === undefined ? "-" : "~";
  const color = paint[sign === "+" ? "green" : sign === "-" ? "red" : "yellow"];
  const start = `    ${action === "update" ? color(sign) : " "} ${visible(path)}: `;
  const length = 6 + path.length + 2;
  const values = [before, after].filter((value) => value !== undefined);
  const text = visible(values.join(" → "));
  const gap = " ".repeat(Math.max(0, width - path.length));
  const line = `${start}${gap}${text}`;
  const total = length + gap.length + text.length;
  if (total <= columns) return [line];
  const [first = "", second] = values;
  const more = [
    ...wrapped(first, 8, columns),
    ...(second === undefined ? [] : wrapped(`→ ${second}`, 8, columns)),
  ];
  return [start.trimEnd(), ...more];
}

/** What would move the cursor, or turn the writing round, as the code it has: names come from anybody. */
const UNSEEN = /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const visible = (text: string): string =>
  text.replace(UNSEEN, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Text in lines of at most `columns`, broken at spaces where there are any, else anywhere. */
function wrapped(text: string, indent: number, columns: number): string[] {
  const room = Math.max(20, columns - indent);
  const lines: string[] = [];
  for (let rest = visible(text.replaceAll("\n", " ")); rest !== ""; ) {
    const space = rest.lastIndexOf(" ", room);
    const end = rest.length <= room ? rest.length : space > room / 2 ? space : room;
    lines.push(" ".repeat(indent) + rest.slice(0, end));
    rest = rest.slice(end).replace(/^ /, "");
  }
  return lines;
}
