/** A named step of a query. */
export interface Cte {
  readonly name: string;
  /** What the step does, in words; stands above it as a comment. */
  readonly comment: string;
  readonly sql: string;
  /** Whether several steps start from it, so that the database must be kept from working it out for each. */
  readonly shared?: boolean;
  /** Whether the database must be kept from keeping it, because reading it again is cheaper. */
  readonly reread?: boolean;
  /** Whether it is a view, under a name that a job may put something else behind. */
  readonly view?: boolean;
  /** The type of what it gives, where it is a single thing that Spark must know before it plans what comes after. */
  readonly variable?: string;
  /** Where steps are statements: when to take this one at all. */
  readonly onlyIf?: Occasion;
}

/** Steps that nearly always find nothing, and take long to find that out. */
export interface Occasion {
  /** Why they may be left out, in words. */
  readonly comment: string;
  /** A query of shared steps before them: they are taken where it finds a row. */
  readonly found: string;
  /** The one of them that others start from, as a query that stands for it where they are left out. */
  readonly otherwise: { readonly name: string; readonly sql: string };
}

/** A question, and the steps that it starts from. */
export interface Query {
  readonly steps: readonly Cte[];
  readonly select: string;
}

/** `WITH … SELECT …` of named steps, each under its comment. */
export function withSteps({ steps, select }: Query): string {
  if (steps.length === 0) return select;
  const named = steps.map(
    ({ name, comment, sql, shared, reread }) =>
      `${commented(comment)}\n${name} AS ${shared ? "MATERIALIZED " : reread ? "NOT MATERIALIZED " : ""}(\n${indented(sql)}\n)`,
  );
  return `WITH\n${named.join(",\n\n")}\n\n${select}`;
}

/** A statement that makes a shared step, or `name` undefined for the last one: the question itself. */
export interface Statement {
  readonly name: string | undefined;
  readonly comment: string | undefined;
  readonly sql: string;
  readonly view?: boolean;
  readonly variable?: string;
  readonly onlyIf?: Occasion;
}

/** The same as statements, for a database that would work shared steps out anew wherever they are used. */
export function statements({ steps, select }: Query): Statement[] {
  const made: Statement[] = [];
  const open: Cte[] = [];
  for (const step of steps) {
    if (!step.shared && !step.view && step.variable === undefined) open.push(step);
    else made.push({ ...step, sql: needed(open, step.sql) });
  }
  return [...made, { name: undefined, comment: undefined, sql: needed(open, select) }];
}

/** A query with the steps that it names, and those that they name. */
function needed(steps: readonly Cte[], sql: string): string {
  const found: Cte[] = [];
  const texts = [sql];
  for (const step of steps.toReversed()) {
    const named = new RegExp(`\\b(?:FROM|JOIN) ${step.name}\\b`);
    if (!texts.some((text) => named.test(text))) continue;
    texts.push(step.sql);
    found.unshift(step);
  }
  return withSteps({ steps: found, select: sql });
}

/** A comment holds names that users chose: they stay on its line, and Spark must see no variable in them. */
export function commented(text: string): string {
  return `-- ${text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ").replaceAll("${", "$ {")}`;
}

export function indented(sql: string): string {
  return sql.replace(/^(?=.)/gm, "  ");
}
