import type { Dialect } from "../dialect.js";

/** A named step of a query. */
export interface Cte {
  readonly name: string;
  /** What the step does, in words; stands above it as a comment. */
  readonly comment: string;
  readonly sql: string;
  /** Whether several steps start from it, so that the database must be kept from working it out for each. */
  readonly shared?: boolean;
}

/** `WITH … SELECT …` of named steps, each under its comment. */
export function withSteps(steps: readonly Cte[], select: string, d: Dialect): string {
  const named = steps.map(({ name, comment, sql, shared }) => {
    const head = `${commented(comment)}\n${name} AS `;
    return shared ? `${head}${d.shared(indented(sql))}` : `${head}(\n${indented(sql)}\n)`;
  });
  return `WITH\n${named.join(",\n\n")}\n\n${select}`;
}

/** A comment holds names that users chose: they stay on its line. */
export function commented(text: string): string {
  return `-- ${text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, " ")}`;
}

export function indented(sql: string): string {
  return sql.replace(/^(?=.)/gm, "  ");
}
