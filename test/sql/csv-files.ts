import { writeFileSync } from "node:fs";
import path from "node:path";
import type { HistoryRow, RunHistory } from "wandb-automations/evaluate";
import { mergeSteps, readCsvFile } from "wandb-automations/history";

/** What cells may hold: numbers in many spellings, text, nothing. */
const SPELLINGS = [
  ...[
    "NaN",
    " inf",
    "-INF",
    "+Infinity",
    "1e0",
    ".5",
    "5.",
    "+4",
    "4E+0",
    "-0",
    "1e400",
    "1e-400",
    "3\u00a0",
  ],
  ...[
    "oops",
    "",
    " 4 ",
    "\t4",
    "0x4",
    "4_0",
    "12345678901234567890",
    "true",
    "--4",
    ".",
    "1e",
    "nan ",
    "null",
  ],
];
const TIMES = [
  "2023-11-15 03:04:05.123456",
  "2023-11-15T03:04:05Z",
  "2023-11-15 03:04:05+0130",
  "soon",
  "",
  "nan",
];

/** A row for every spelling, and others between them whose loss goes up and down. */
function csvRows(seed: number): string[][] {
  const rows = SPELLINGS.flatMap((loss, i) => {
    const value = (k: number) => String((((i * 3 + k) * 37 + seed * 11) % 50) / 10);
    return [
      [loss, `a, "b"\n${i}`],
      [value(1), ""],
      [value(2), "x"],
    ];
  });
  return rows.map(([loss, note], i) => {
    const time = i % 5 === 0 ? TIMES[(i / 5) % TIMES.length]! : String(1.7e9 + i * 7200);
    const odd = i % 19 === 8 ? ["3.5", "inf", "nan"][i % 3]! : String(i);
    return [i % 17 === 9 ? "" : odd, time, loss!, note!, String((i % 4) - 1)];
  });
}

function csvText(rows: readonly (readonly string[])[], end: string): string {
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((row) => row.map(cell).join(",") + end).join("");
}

const COLUMNS = ["_step", "_timestamp", "loss", "note", 'odd "name"'];

/**
 * CSV files of several runs whose headers differ, one with a byte order mark and other ends of lines, and what is in
 * them; `"both"` is in two of them.
 */
export async function writeCsvHistory(folder: string): Promise<{ files: string[]; runs: RunHistory[] }> {
  const table = (run: string, seed: number, from = 0) =>
    csvRows(seed).map(([step, ...rest]) => [run, step && String(Number(step) + from), ...rest] as string[]);
  const names = ["run", ...COLUMNS];
  const turned = (rows: readonly string[][]) => rows.map((row) => [...row].reverse());
  const texts = {
    "a.csv": `\ufeff${csvText([names, ...table("it's; --", 1), [], ...table("both", 2)], "\r\n")}`,
    "b.csv": csvText(turned([names, ...table("both", 3, 500), ...table(" b ", 4)]), "\n"),
    "c.csv": csvText(
      [
        ["_step", "run", 'odd "name"'],
        ["1", "c", "5"],
        ["2", "c", "5"],
        ["3", "c", "-9"],
      ],
      "\n",
    ),
  };
  const parts = new Map<string, HistoryRow[]>();
  const files = [];
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    files.push(file);
    for (const { run, rows } of await readCsvFile(file, { runKey: "run" })) {
      const own = parts.get(run.id) ?? [];
      for await (const row of rows) own.push(row);
      parts.set(run.id, own);
    }
  }
  const runs = [...parts].map(([id, rows]) => ({
    run: { id },
    rows: [...mergeSteps(rows, () => undefined)],
  }));
  return { files, runs };
}

/** A CSV file of one run, named by the file, and what is in it. */
export async function writeCsvRun(folder: string): Promise<{ files: string; runs: readonly RunHistory[] }> {
  const files = path.join(folder, "one run.csv");
  writeFileSync(files, csvText([COLUMNS, ...csvRows(5)], "\n"));
  return { files, runs: await readCsvFile(files, { runKey: false }) };
}
