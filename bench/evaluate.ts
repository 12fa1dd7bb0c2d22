/**
 * How fast the evaluator is: columns and rows against loops written by hand and against pandas, polars and DuckDB
 * on the same data, after checking that all find the same; and how cost grows.
 *
 * npx tsx bench/evaluate.ts [--quick] [--no-peers]
 *
 * `--quick` uses a tenth of the data. The peers need Python 3 and, once, the network.
 */
import { benchColumns } from "./evaluate/columns.js";
import { benchGrowth } from "./evaluate/growth.js";
import { benchRows } from "./evaluate/rows.js";

const quick = process.argv.includes("--quick");
const peers = !process.argv.includes("--no-peers");
const rounds = quick ? 5 : 11;

await benchColumns(quick ? 1_000_000 : 10_000_000, rounds, peers);
await benchRows(quick ? 200_000 : 1_000_000, rounds);
await benchGrowth(rounds, quick ? 1_000_000 : 100_000_000);
