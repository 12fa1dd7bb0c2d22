import { defineOperation } from "../../wire/documents/operation.js";
import { flag, list, nullish, object, open, text } from "../../wire/shape.js";

const feature = object({ name: text, isEnabled: flag });

/** A server's features, and which versions of Python's client it goes with: `{ min_cli_version, max_cli_version }`. */
export const SERVER_VERSION = defineOperation({
  name: "ServerVersion",
  selects: "serverInfo { features { name isEnabled } cliVersionInfo }",
  data: object({
    serverInfo: nullish(
      object({ features: nullish(list(nullish(feature))), cliVersionInfo: nullish(open({})) }),
    ),
  }),
});
