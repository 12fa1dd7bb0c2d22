import { ServerError } from "../errors/index.js";
import type { CallOptions } from "../transport/call.js";
import { viewerOfKey } from "../wire/documents.js";
import type { Session } from "./session.js";

/** Whom the server takes the key's owner for. */
export interface Viewer {
  readonly username: string | undefined;
  readonly email: string | undefined;
  /** The default entity. */
  readonly entity: string | undefined;
  readonly teams: readonly string[];
  /** Server that said so. */
  readonly baseUrl: string;
  /** Where the key was found: `WANDB_API_KEY`, a file's path. */
  readonly keySource: string;
}

/** Asks the server who the key's owner is. */
export async function fetchViewer(session: Session, options: CallOptions): Promise<Viewer> {
  const { baseUrl, credentials } = await session.configuration();
  const { viewer } = await session.run(viewerOfKey(), {}, session.startCall(options));
  if (!viewer) {
    throw new ServerError(
      "AUTHENTICATION",
      `The server at ${baseUrl} doesn't know the key from ${credentials.source}.`,
      {
        hint: "Check that the key is current and belongs to this server (WANDB_BASE_URL).",
      },
    );
  }
  return Object.freeze({
    username: viewer.username ?? undefined,
    email: viewer.email ?? undefined,
    entity: viewer.entity ?? undefined,
    teams: Object.freeze((viewer.teams?.edges ?? []).flatMap((edge) => edge?.node?.name ?? [])),
    baseUrl,
    keySource: credentials.source,
  });
}
