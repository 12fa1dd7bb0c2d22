import { type DocumentNode, parse, visit } from "graphql";

/** Parts of a schema to leave out, spelled `Type`, `Type.field` or `ENUM.VALUE`. */
export type Omitted = ReadonlySet<string>;

/**
 * Parses schema text and leaves parts of it out, wherever they are named: as a type, a member of a union, a
 * field, an argument's type or an enum value. So an older server is a server that doesn't know the words.
 */
export function schemaDocument(text: string, omitted: Omitted): DocumentNode {
  const drop = (name: string) => (omitted.has(name) ? null : undefined);
  const parents: string[] = [];
  const enterType = { enter: namedEnter, leave: () => void parents.pop() };
  function namedEnter(node: { readonly name: { readonly value: string } }) {
    if (omitted.has(node.name.value)) return null;
    parents.push(node.name.value);
    return undefined;
  }
  const member = (node: { readonly name: { readonly value: string } }) =>
    drop(`${parents.at(-1)}.${node.name.value}`);
  return visit(parse(text, { noLocation: true }), {
    ObjectTypeDefinition: enterType,
    InputObjectTypeDefinition: enterType,
    EnumTypeDefinition: enterType,
    InterfaceTypeDefinition: enterType,
    UnionTypeDefinition: {
      leave: (node) => ({
        ...node,
        types: node.types?.filter(
          ({ name }) => !omitted.has(name.value) && !omitted.has(`${node.name.value}.${name.value}`),
        ),
      }),
    },
    FieldDefinition: member,
    InputValueDefinition: member,
    EnumValueDefinition: member,
  });
}
