import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import { isAutomationsError } from "../../errors/index.js";
import wireSchema from "../../wire/schema.graphql";
import type { ResolvedFeatures } from "../features.js";
import type { GraphQLRequest } from "../server/graphql-request.js";
import type { RequestContext, TypeResolvers } from "../world.js";
import adminSchema from "./admin.graphql";
import { ApiError } from "./api-error.js";
import artifactSchema from "./artifacts.graphql";
import { executableSchema } from "./executable-schema.js";
import { checkCost, checkNesting } from "./query-limits.js";
import { schemaDocument } from "./schema-document.js";

/** A GraphQL answer and the HTTP status it goes out with. */
export interface GraphQLAnswer {
  readonly status: number;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly object[];
  };
}

/** Executes GraphQL requests that are already authenticated. */
export interface GraphQLEngine {
  execute(request: GraphQLRequest, context: RequestContext): Promise<GraphQLAnswer>;
}

const MAX_TOKENS = 20_000;
/** Documents kept parsed and validated; clients send the same few again and again. */
const MAX_DOCUMENTS = 200;

type Checked = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/**
 * The schema (W&B's words, and the emulator's own in a namespace) and what executes requests over it. Statuses
 * are W&B's: what can't be parsed or validated is a 400, a refusal has the status it says.
 *
 * @param onFault is told of errors that aren't refusals, which clients see as "internal server error".
 */
export function createEngine(
  features: ResolvedFeatures,
  resolvers: TypeResolvers,
  onFault: (error: Error) => void,
): GraphQLEngine {
  const schema = executableSchema(
    schemaDocument([wireSchema, artifactSchema, adminSchema].join("\n"), features.omitted),
    resolvers,
  );
  const checked = new Map<string, Checked>();
  return {
    async execute({ query, variables, operationName }, context) {
      let document: Checked;
      try {
        document = checked.get(query) ?? check(schema, query);
        remember(checked, query, document);
        if ("errors" in document) return refusal(400, document.errors);
        checkCost(document.document, variables ?? {});
      } catch (error) {
        if (error instanceof ApiError) return refusal(error.status, [new GraphQLError(error.message)]);
        throw error;
      }
      const operation = getOperationAST(document.document, operationName);
      if (operation === null || operation === undefined || operation.operation === "subscription")
        return refusal(400, [new GraphQLError("the document must hold the one operation to execute")]);
      const result = await execute({
        schema,
        document: document.document,
        contextValue: context,
        ...(variables ? { variableValues: variables } : {}),
        ...(operationName ? { operationName } : {}),
      });
      return answerOf(result, onFault);
    },
  };
}

function check(schema: GraphQLSchema, query: string): Checked {
  checkNesting(query);
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: MAX_TOKENS });
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
  // Before validation, whose own cost grows with the square of what is repeated.
  checkCost(document, {});
  const errors = validate(schema, document);
  return errors.length > 0 ? { errors } : { document };
}

function remember(checked: Map<string, Checked>, query: string, document: Checked): void {
  checked.delete(query);
  checked.set(query, document);
  if (checked.size > MAX_DOCUMENTS) checked.delete(checked.keys().next().value!);
}

function refusal(status: number, errors: readonly GraphQLError[]): GraphQLAnswer {
  return { status, body: { errors: errors.map((error) => error.toJSON()) } };
}

function answerOf({ data, errors }: ExecutionResult, onFault: (error: Error) => void): GraphQLAnswer {
  if (errors === undefined) return { status: 200, body: { data } };
  const shown = errors.map((error) => shownError(error, onFault));
  // No data at all means that the variables were refused before anything ran.
  const status = Math.max(data === undefined ? 400 : 200, ...shown.map((error) => error.status));
  const body = { errors: shown.map((error) => error.body), ...(data === undefined ? {} : { data }) };
  return { status, body };
}

/** What a client may read of an error: refusals and GraphQL's own complaints as they are, our own faults not. */
function shownError(error: GraphQLError, onFault: (error: Error) => void) {
  const original = error.originalError;
  const path = error.path === undefined ? {} : { path: error.path };
  if (original instanceof ApiError)
    return { status: original.status, body: { message: original.message, ...path } };
  if (original === undefined || original === null || original instanceof GraphQLError)
    return { status: 200, body: error.toJSON() };
  // What the emulator's own operations refuse.
  if (isAutomationsError(original)) return { status: 400, body: { message: original.message, ...path } };
  onFault(original);
  return { status: 500, body: { message: "internal server error", ...path } };
}
