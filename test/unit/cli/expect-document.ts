import { readFileSync } from "node:fs";
import { expect } from "vitest";
import * as z from "zod";

const file = new URL("../../../docs/cli.schema.json", import.meta.url);
const schema = JSON.parse(readFileSync(file, "utf8")) as {
  readonly $schema: string;
  readonly $defs: Readonly<Record<string, { readonly properties: object }>>;
};

/** Expects a document to be what the schema says of its kind, with no field that the schema doesn't name. */
export function expectDocument(kind: string, text: string): void {
  const { $schema, $defs } = schema;
  const document = JSON.parse(text) as object;
  const { error } = z
    .fromJSONSchema({ $schema, $defs, $ref: `#/$defs/${kind}` } as never)
    .safeParse(document);
  expect(error?.issues ?? []).toEqual([]);
  expect(Object.keys($defs[kind]!.properties)).toEqual(expect.arrayContaining(Object.keys(document)));
  expect(z.fromJSONSchema(schema as never).safeParse(document).success).toBe(true);
}
