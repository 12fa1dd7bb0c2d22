import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

/** The data is small: compiling the queries to bytecode takes longer than running them. */
const SETTINGS = [
  "spark.ui.enabled=false",
  "spark.sql.catalogImplementation=in-memory",
  "spark.sql.shuffle.partitions=2",
  "spark.sql.codegen.wholeStage=false",
  "spark.sql.codegen.factoryMode=NO_CODEGEN",
];

/** Runs a script with the `spark-sql` that comes with PySpark: needs `SPARK_SQL`, its path. */
export async function sparkSql(script: string, cwd: string): Promise<void> {
  const command = process.env.SPARK_SQL ?? "spark-sql";
  const settings = SETTINGS.flatMap((setting) => ["--conf", setting]);
  const home = process.env.SPARK_SQL ? { SPARK_HOME: path.dirname(path.dirname(command)) } : {};
  await promisify(execFile)(command, ["--master", "local[2]", ...settings, "-f", script], {
    cwd,
    env: { ...process.env, ...home },
    maxBuffer: 2 ** 26,
  });
}
