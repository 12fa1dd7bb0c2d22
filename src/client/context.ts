import { ValidationError } from "../errors/index.js";
import type { AutomationBackend } from "../model/backend.js";
import { describeValue } from "../model/describe-value.js";
import type { Integrations } from "./integrations.js";
import type { KnownAutomations } from "./known-automations.js";
import type { Names } from "./names.js";
import type { Session } from "./session.js";

/** What the calls of one Api share. */
export interface ClientContext {
  readonly session: Session;
  readonly names: Names;
  readonly integrations: Integrations;
  readonly automations: KnownAutomations;
  /** The Api itself: what automations that are read are changed through. */
  readonly backend: AutomationBackend;
}

/** Shared by the package's two builds: an Api of one may be given to a function of the other. */
const REGISTRY = Symbol.for("wandb-automations/contexts");

function contexts(): WeakMap<object, ClientContext> {
  const holder = globalThis as { [REGISTRY]?: WeakMap<object, ClientContext> };
  holder[REGISTRY] ??= new WeakMap();
  return holder[REGISTRY];
}

/** Lets the package's other entries find what an Api is made of. */
export function registerContext(context: ClientContext): void {
  contexts().set(context.backend, context);
}

/**
 * What an Api is made of.
 *
 * @throws ValidationError for what isn't an Api.
 */
export function contextOf(api: unknown): ClientContext {
  const context = contexts().get(Object(api));
  if (context) return context;
  const message = `must be an Api, got ${describeValue(api)}`;
  throw new ValidationError("Api", [{ code: "invalid_type", path: ["api"], message }]);
}
