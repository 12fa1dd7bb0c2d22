import { evaluateColumns } from "wandb-automations/evaluate";
import { CONDITIONS, type ConditionName } from "./conditions.js";
import { evenRuns, save, wanderingLoss, withSpikes } from "./data.js";
import { type Found, handWritten } from "./hand-written.js";
import { millis, perSecond, race, ratio, table } from "./measure.js";
import { type PeerResult, runPeers } from "./peers.js";

const NAMES = Object.keys(CONDITIONS) as ConditionName[];

function ours(name: ConditionName, values: Float64Array, runOffsets: Float64Array): Found {
  const [result] = evaluateColumns(CONDITIONS[name], { values, runOffsets }, { collect: "satisfied" });
  const { satisfied, satisfiedAt = [], firings } = result!;
  return { count: satisfied, places: satisfiedAt, first: firings.map(({ at }) => at) };
}

/** A number that lists of places hardly share by chance; other programs work out the same. */
export function fingerprint(places: readonly number[]): number {
  let hash = 0;
  for (const place of places) hash = (hash * 31 + place) % 1_000_003;
  return hash;
}

function checkEqual(
  what: string,
  expected: Found,
  found: Pick<PeerResult, "count" | "places" | "first">,
): void {
  const same =
    found.count === expected.count &&
    found.places === fingerprint(expected.places) &&
    found.first === fingerprint(expected.first);
  if (!same)
    throw new Error(`${what} found ${found.count} satisfied steps where ${expected.count} was expected`);
}

/** Columns against a hand-written loop and, if asked for, pandas, polars and DuckDB. */
export async function benchColumns(count: number, rounds: number, withPeers: boolean): Promise<void> {
  const values = wanderingLoss(count);
  for (const runs of [1, 1000]) {
    const offsets = evenRuns(count, runs);
    const peers = withPeers ? runPeers(save("values.f64", values), save("offsets.f64", offsets), rounds) : [];
    const rows: string[][] = [];
    for (const name of NAMES) {
      const found = ours(name, values, offsets);
      const loop = handWritten(name, values, offsets, true);
      const summary = { count: loop.count, places: fingerprint(loop.places), first: fingerprint(loop.first) };
      checkEqual(`the hand-written loop (${name})`, found, summary);
      const times = await race(
        [
          { name: "hand", run: () => handWritten(name, values, offsets, false) },
          { name: "ours", run: () => evaluateColumns(CONDITIONS[name], { values, runOffsets: offsets }) },
        ],
        rounds,
      );
      const [hand, own] = [times.get("hand")!, times.get("ours")!];
      rows.push([
        name,
        "hand-written loop",
        String(loop.count),
        millis(hand),
        perSecond(count, hand),
        ratio(hand, own),
      ]);
      rows.push([
        name,
        "evaluateColumns",
        String(found.count),
        millis(own),
        perSecond(count, own),
        ratio(own, hand),
      ]);
      for (const peer of peers.filter(({ condition }) => condition === name)) {
        checkEqual(`${peer.program} (${name})`, found, peer);
        rows.push([
          name,
          peer.program,
          String(peer.count),
          millis(peer.ms),
          perSecond(count, peer.ms),
          ratio(peer.ms, own),
        ]);
      }
    }
    const title = `${count.toExponential()} values in ${runs} ${runs === 1 ? "run" : "runs"}: all report the same satisfied steps and firings`;
    table(
      title,
      ["condition", "program", "satisfied", "median", "values", "time / ours (ours: / loop)"],
      rows,
    );
  }
  exactness(values);
}

/** What exactness is for: the loop that is fast goes wrong for good at the first value that swallows others. */
function exactness(values: Float64Array): void {
  const spiked = withSpikes(values);
  const offsets = evenRuns(values.length, 1);
  const rows = NAMES.map((name) => [
    name,
    String(handWritten(name, spiked, offsets, false).count),
    String(ours(name, spiked, offsets).count),
  ]);
  table(
    "the same with ten times 1e17 and ten NaN: satisfied steps",
    ["condition", "hand-written loop", "evaluateColumns"],
    rows,
  );
}
