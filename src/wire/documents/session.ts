import * as z from "zod/mini";
import { defineOperation, type Operation } from "./operation.js";

const optionalText = z.nullish(z.string());

const viewer = z.object({
  entity: optionalText,
  username: optionalText,
  email: optionalText,
  teams: z.nullish(
    z.object({ edges: z.array(z.nullish(z.object({ node: z.nullish(z.object({ name: z.string() })) }))) }),
  ),
});

/** Who the key belongs to; `viewer` is null for a key the server doesn't know. */
export const VIEWER = defineOperation<
  Record<string, never>,
  { viewer?: z.output<typeof viewer> | null | undefined }
>({
  name: "Viewer",
  selects: "viewer { entity username email teams { edges { node { name } } } }",
  data: z.object({ viewer: z.nullish(viewer) }),
});

export const DEFAULT_ENTITY = defineOperation({
  name: "DefaultEntity",
  selects: "viewer { entity }",
  data: z.object({ viewer: z.nullish(z.object({ entity: optionalText })) }),
});

/** The selection that asks for the server's features; also part of larger queries. */
export const SERVER_INFO = "serverInfo { features { name isEnabled } }";

export const serverInfoSchema = z.nullish(
  z.object({
    features: z.nullish(z.array(z.nullish(z.object({ name: z.string(), isEnabled: z.boolean() })))),
  }),
);
/** `null` where the server doesn't tell. */
export type ServerInfo = z.output<typeof serverInfoSchema>;

export const SERVER_FEATURES: Operation<Record<string, never>, { serverInfo?: ServerInfo }> = defineOperation(
  {
    name: "ServerFeatures",
    selects: SERVER_INFO,
    data: z.object({ serverInfo: z.optional(serverInfoSchema) }),
  },
);
