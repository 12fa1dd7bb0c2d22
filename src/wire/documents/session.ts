import { flag, list, nullish, object, optional, type Shaped, text } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";

const optionalText = nullish(text);

function viewerShape() {
  const team = nullish(object({ node: nullish(object({ name: text })) }));
  return object({
    entity: optionalText,
    username: optionalText,
    email: optionalText,
    teams: nullish(object({ edges: list(team) })),
  });
}

/** Who the key belongs to; `viewer` is null for a key the server doesn't know. */
export function viewerOfKey(): Operation<
  Record<string, never>,
  { viewer?: Shaped<ReturnType<typeof viewerShape>> | null | undefined }
> {
  return defineOperation({
    name: "Viewer",
    selects: "viewer { entity username email teams { edges { node { name } } } }",
    data: object({ viewer: nullish(viewerShape()) }),
  });
}

export const DEFAULT_ENTITY = defineOperation({
  name: "DefaultEntity",
  selects: "viewer { entity }",
  data: object({ viewer: nullish(object({ entity: optionalText })) }),
});

/** The selection that asks for the server's features; also part of larger queries. */
export const SERVER_INFO = "serverInfo { features { name isEnabled } }";

export const serverInfoShape = nullish(
  object({
    features: nullish(list(nullish(object({ name: text, isEnabled: flag })))),
  }),
);
/** `null` where the server doesn't tell. */
export type ServerInfo = Shaped<typeof serverInfoShape>;

export const SERVER_FEATURES: Operation<Record<string, never>, { serverInfo?: ServerInfo }> = defineOperation(
  {
    name: "ServerFeatures",
    selects: SERVER_INFO,
    data: object({ serverInfo: optional(serverInfoShape) }),
  },
);
