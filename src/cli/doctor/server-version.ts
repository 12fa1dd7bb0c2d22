import * as z from "zod/mini";
import { defineOperation } from "../../wire/documents/operation.js";

const feature = z.object({ name: z.string(), isEnabled: z.boolean() });

/** A server's features, and which versions of Python's client it goes with: `{ min_cli_version, max_cli_version }`. */
export const SERVER_VERSION = defineOperation({
  name: "ServerVersion",
  selects: "serverInfo { features { name isEnabled } cliVersionInfo }",
  data: z.object({
    serverInfo: z.nullish(
      z.object({
        features: z.nullish(z.array(z.nullish(feature))),
        cliVersionInfo: z.nullish(z.record(z.string(), z.unknown())),
      }),
    ),
  }),
});
