import { isJsonObject } from "../../wire/json.js";

/** A GraphQL request over HTTP. */
export interface GraphQLRequest {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
}

/**
 * Reads a request body; a string says what is wrong with it. W&B's clients send `operationName: ""`, which means
 * that there is none.
 */
export function parseGraphQLRequest(text: string): GraphQLRequest | string {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return "the body is not JSON";
  }
  if (!isJsonObject(body)) return "the body must be a JSON object with a query";
  const { query, variables, operationName } = body;
  if (typeof query !== "string" || query.trim() === "") return "query must be a non-empty string";
  if (variables !== undefined && variables !== null && !isJsonObject(variables))
    return "variables must be an object";
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string")
    return "operationName must be a string";
  return {
    query,
    ...(variables ? { variables: variables as Readonly<Record<string, unknown>> } : {}),
    ...(operationName ? { operationName: operationName as string } : {}),
  };
}
