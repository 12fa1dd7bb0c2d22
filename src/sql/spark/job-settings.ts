/** A setting of Spark's that a job is run with. */
export interface JobSetting {
  readonly name: string;
  readonly value: string;
  /** What for, in words. */
  readonly why: string;
  /** Whether only `job.py` needs it: where `spark-sql` takes the statements at all, it is set. */
  readonly byJobOnly?: boolean;
}

/** The settings of every job, in the order in which `job.py` makes them. */
export const JOB_SETTINGS: readonly JobSetting[] = [
  {
    name: "spark.sql.codegen.hugeMethodLimit",
    value: "8000",
    why: "Java compiles no method that is larger; Spark then splits what it would have made one of.",
  },
  {
    name: "spark.sql.legacy.storeAnalyzedPlanForView",
    value: "true",
    why: "The view of the history's files: they are listed once, and not again by every statement that names it.",
  },
  {
    name: "spark.sql.caseSensitive",
    value: "true",
    why: "Metrics that differ in case only are two.",
  },
  {
    name: "spark.sql.session.timeZone",
    value: "UTC",
    why: "Times that are dates without a zone.",
  },
  {
    name: "spark.sql.variant.allowDuplicateKeys",
    value: "true",
    why: "Of a key that comes twice in JSON, the last counts, where Spark would refuse the line.",
  },
  {
    name: "spark.sql.scripting.enabled",
    value: "true",
    why: "What only rows in doubt need stands in a SQL script, which Spark 4.0 must be told to allow.",
    byJobOnly: true,
  },
];

/** How many tasks list files, which only the cluster knows how many of it can run. */
export const LISTING = {
  name: "spark.sql.sources.parallelPartitionDiscovery.parallelism",
  /** Per core, so that none waits for the slowest listing; and however few cores there seem to be before work is there. */
  perCore: 4,
  least: 32,
  why: "Files are listed by so many tasks, where Spark would start one for each.",
} as const;
