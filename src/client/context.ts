import type { AutomationBackend } from "../model/backend.js";
import type { Integrations } from "./integrations.js";
import type { Names } from "./names.js";
import type { Session } from "./session.js";

/** What the calls of one Api share. */
export interface ClientContext {
  readonly session: Session;
  readonly names: Names;
  readonly integrations: Integrations;
  /** The Api itself: what automations that are read are changed through. */
  readonly backend: AutomationBackend;
}
