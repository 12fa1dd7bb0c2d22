import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Contestant, median, race, ratio, table } from "./measure.js";
import { pythonWith } from "./peers.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FILTER = '{ name: "accuracy", cmp: ">", threshold: 0.95 }';
const NAMES = "{ OnRunMetric, MetricThresholdFilter, DoNothing, compileAutomation }";
const BUILD = `compileAutomation(new OnRunMetric({ scope: "acme/vision", filter: new MetricThresholdFilter(${FILTER}) }).then(new DoNothing()))`;

const PYTHON = `
import statistics, sys, time
from wandb.automations import DoNothing, MetricThresholdFilter, OnRunMetric, ProjectScope
from wandb.automations._inputs import prepare_to_create

scope = ProjectScope.model_validate({"__typename": "Project", "id": "UHJvamVjdDox", "name": "vision"})

def build():
    return OnRunMetric(scope=scope, filter=MetricThresholdFilter(name="accuracy", cmp=">", threshold=0.95)) >> DoNothing()

automation = build()
prepare_to_create(automation, name="a")
if len(sys.argv) > 1:
    times = []
    for _ in range(31):
        start = time.perf_counter()
        for _ in range(200):
            prepare_to_create(automation, name="a")
        times.append((time.perf_counter() - start) / 200 * 1e6)
    print(statistics.median(times))
`;

function spawn(command: string, ...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return stdout;
}

/** Microseconds of a warm process, ours by kind of automation and Python's, taken in turns. */
function raceWarm(
  rounds: number,
  python: string | undefined,
): { ours: Map<string, number>; theirs?: number } {
  const times = new Map<string, number[]>();
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const printed = spawn("node", "bench/evaluate/warm-building.mjs");
    for (const [kind, micros] of Object.entries(JSON.parse(printed) as Record<string, number>)) {
      times.set(kind, [...(times.get(kind) ?? []), micros]);
    }
    if (python !== undefined) theirs.push(Number(spawn(python, "-c", PYTHON, "warm")));
  }
  const ours = new Map([...times].map(([kind, list]) => [kind, median(list)]));
  return python === undefined ? { ours } : { ours, theirs: median(theirs) };
}

/** A process that builds and compiles one automation, and what that costs once the process is warm. */
export async function benchBuilding(rounds: number, withPython: boolean): Promise<void> {
  if (!existsSync(`${ROOT}dist/index.js`) || !existsSync(`${ROOT}dist/index.cjs`)) {
    console.log("\nnothing to build with: npm run build makes dist/");
    return;
  }
  const python = withPython ? pythonWith("wandb") : undefined;
  const cold: Contestant[] = [
    { name: "node, nothing", run: () => spawn("node", "-e", "0") },
    {
      name: "node, import",
      run: () =>
        spawn("node", "--input-type=module", "-e", `import ${NAMES} from "./dist/index.js"; ${BUILD}`),
    },
    {
      name: "node, require",
      run: () => spawn("node", "-e", `const ${NAMES} = require("./dist/index.cjs"); ${BUILD}`),
    },
    ...(python === undefined ? [] : [{ name: "Python", run: () => spawn(python, "-c", PYTHON) }]),
  ];
  const times = await race(cold, Math.max(rounds, 15));
  const slowest = times.get("Python");
  table(
    "from nothing to one compiled automation, whole processes",
    ["", "median", "time / Python"],
    [...times].map(([name, ms]) => [
      name,
      `${ms.toFixed(0)} ms`,
      slowest === undefined ? "" : ratio(ms, slowest),
    ]),
  );

  const { ours, theirs } = raceWarm(5, python);
  const lines = [...ours].map(([kind, micros]) => [
    kind,
    `${micros.toFixed(1)} µs`,
    theirs === undefined ? "" : ratio(theirs, micros),
  ]);
  if (theirs !== undefined)
    lines.push(["Python's prepare_to_create of a threshold alone", `${theirs.toFixed(1)} µs`, ""]);
  table("warm: build, compile, make the input", ["", "median", "Python / ours"], lines);
}
