import type { ColumnChunk, FileMetaData, SchemaElement } from "hyparquet";

/** Rows that are stored together, by their places in the file. */
export interface RowGroup {
  readonly index: number;
  readonly start: number;
  /** The row after the last. */
  readonly end: number;
}

/** Where a file has what, from its footer. */
export class ParquetLayout {
  /** Names of the columns; of nested ones, the outermost. */
  readonly columns: readonly string[];
  /** Those with rows. */
  readonly groups: readonly RowGroup[];
  readonly #metadata: FileMetaData;
  /** By name: the column's schema, itself first, then what is nested in it. */
  readonly #schemas: ReadonlyMap<string, readonly SchemaElement[]>;
  #indexed: { readonly group: number; readonly chunks: ReadonlyMap<string, ColumnChunk[]> } | undefined;

  constructor(metadata: FileMetaData) {
    this.#metadata = metadata;
    this.#schemas = outerColumns(metadata.schema);
    this.columns = [...this.#schemas.keys()];
    let start = 0;
    this.groups = metadata.row_groups.flatMap(({ num_rows }, index) => {
      const group = { index, start, end: start + Number(num_rows) };
      start = group.end;
      return group.end > group.start ? [group] : [];
    });
  }

  /** A column's schema: itself first, then what is nested in it. */
  schemaOf(column: string): readonly SchemaElement[] {
    return this.#schemas.get(column) ?? [];
  }

  /**
   * The footer as if the file had one column and one group: what a reader does for every column that there is, it
   * doesn't do then for a hundred thousand of them again and again, and it has nothing to keep.
   *
   * @param schema the column's, if it is to be read as something else
   */
  only(column: string, group: RowGroup, schema = this.schemaOf(column)): FileMetaData {
    const [root] = this.#metadata.schema;
    const rows = this.#metadata.row_groups[group.index]!;
    return {
      ...this.#metadata,
      num_rows: rows.num_rows,
      schema: [{ ...root!, num_children: 1 }, ...schema],
      row_groups: [{ ...rows, columns: this.#chunks(group).get(column) ?? [] }],
    };
  }

  /**
   * About how many bytes a row takes in memory when these columns of it are decoded. What encodings save is there
   * again then: a number takes its eight bytes.
   */
  rowBytes(columns: readonly string[]): number {
    return this.groups.reduce((most, group) => {
      const chunks = this.#chunks(group);
      const bytes = columns
        .flatMap((column) => chunks.get(column) ?? [])
        .map(({ meta_data }) => Number(meta_data?.total_uncompressed_size ?? 0) / (group.end - group.start));
      return Math.max(
        most,
        bytes.reduce((sum, size) => sum + Math.max(8, size), 0),
      );
    }, 0);
  }

  #chunks({ index }: RowGroup): ReadonlyMap<string, ColumnChunk[]> {
    if (this.#indexed?.group === index) return this.#indexed.chunks;
    const chunks = new Map<string, ColumnChunk[]>();
    for (const chunk of this.#metadata.row_groups[index]!.columns) {
      const name = chunk.meta_data?.path_in_schema[0] ?? "";
      const own = chunks.get(name);
      if (own === undefined) chunks.set(name, [chunk]);
      else own.push(chunk);
    }
    this.#indexed = { group: index, chunks };
    return chunks;
  }
}

/** A schema is a tree written as a list: every element is followed by its children. */
function outerColumns(schema: readonly SchemaElement[]): ReadonlyMap<string, readonly SchemaElement[]> {
  const columns = new Map<string, readonly SchemaElement[]>();
  for (let at = 1; at < schema.length; ) {
    const from = at;
    for (let open = 1; open > 0 && at < schema.length; at++) open += (schema[at]!.num_children ?? 0) - 1;
    const name = schema[from]!.name;
    if (!columns.has(name)) columns.set(name, schema.slice(from, at));
  }
  return columns;
}
