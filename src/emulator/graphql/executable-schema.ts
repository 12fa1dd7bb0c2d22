import {
  buildASTSchema,
  type DocumentNode,
  extendSchema,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from "graphql";
import type { FieldResolvers, TypeResolvers } from "../world.js";

/** Builds a schema whose fields are answered by `resolvers`; fields without one read their parent's member. */
export function executableSchema(document: DocumentNode, resolvers: TypeResolvers): GraphQLSchema {
  const schema = withExtensions(document);
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    const own: FieldResolvers = resolvers[name] ?? {};
    if (isObjectType(type)) {
      for (const [field, definition] of Object.entries(type.getFields())) {
        const resolve = own[field];
        if (resolve) definition.resolve = (parent, args, context) => resolve(parent, args, context);
      }
    } else if ((isUnionType(type) || isInterfaceType(type)) && own.__resolveType) {
      const resolveType = own.__resolveType;
      type.resolveType = (value, context) => resolveType(value, {}, context) as string;
    }
  }
  return schema;
}

/** `extend type` stands beside what it extends; graphql-js builds the two in turn. */
function withExtensions(document: DocumentNode): GraphQLSchema {
  const isExtension = ({ kind }: { readonly kind: string }) => kind.endsWith("Extension");
  const base = { ...document, definitions: document.definitions.filter((node) => !isExtension(node)) };
  const extensions = document.definitions.filter(isExtension);
  const schema = buildASTSchema(base, { assumeValidSDL: true });
  return extensions.length === 0
    ? schema
    : extendSchema(schema, { ...document, definitions: extensions }, { assumeValidSDL: true });
}
