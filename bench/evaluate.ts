/**
 * How fast the evaluator is: columns and rows against loops written by hand and against pandas, polars and DuckDB
 * on the same data, after checking that all find the same; readers of files against the parsers they use; building
 * and compiling against the Python client; sweeps against dry runs of their settings; and how cost grows.
 *
 * npx tsx bench/evaluate.ts [--quick] [--no-peers]
 *
 * `--quick` uses a tenth of the data. The peers need Python 3 and, once, the network. Building measures `dist/`:
 * npm run build first.
 */

import { benchBuilding } from "./evaluate/building.js";
import { benchColumns } from "./evaluate/columns.js";
import { benchGrowth } from "./evaluate/growth.js";
import { benchReaders } from "./evaluate/readers.js";
import { benchRows } from "./evaluate/rows.js";
import { benchSweeps } from "./evaluate/sweeps.js";

const quick = process.argv.includes("--quick");
const peers = !process.argv.includes("--no-peers");
const rounds = quick ? 5 : 11;

await benchColumns(quick ? 1_000_000 : 10_000_000, rounds, peers);
await benchRows(quick ? 200_000 : 1_000_000, rounds);
await benchReaders(quick ? 50_000 : 500_000, rounds);
await benchBuilding(rounds, peers);
await benchSweeps(quick ? 200_000 : 1_000_000, rounds);
await benchGrowth(rounds, quick ? 1_000_000 : 100_000_000);
