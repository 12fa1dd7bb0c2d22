import { ValidationError } from "../errors/index.js";
import { describeValue } from "../model/describe-value.js";

/** Who looks after an automation: the owner, and what the automation is called in the owner's configuration. */
export interface OwnerMarker {
  readonly owner: string;
  /** The name of its export; survives a new name of the automation. Empty where there is none. */
  readonly key: string;
}

/** A description without its marker, and the marker. */
export interface MarkedText {
  readonly text: string;
  /** Undefined where there is none, or where there are several that don't agree. */
  readonly marker: OwnerMarker | undefined;
}

const OWNER = /^[\w@./-]{1,100}$/;
// The space before it is the one that was put there, and goes with it.
const MARKER = / ?\[managed by wandb-automations: ([\w@./-]{1,100})(?:#([^\s[\]#]*))?\]/g;

/**
 * Checks an owner's name: what a configuration calls itself, such as the name in its package.json.
 *
 * @throws ValidationError for a name that can't stand in a marker.
 */
export function checkOwner(owner: unknown): string {
  if (typeof owner === "string" && OWNER.test(owner)) return owner;
  const message = `must be 1 to 100 letters, digits and _ - . / @, got ${describeValue(owner)}`;
  throw new ValidationError("Plan", [{ code: "invalid_owner", path: ["owner"], message }]);
}

/**
 * Reads the marker out of an automation's description. It may stand anywhere in it.
 *
 * @example
 * ```ts
 * import { readMarker } from "wandb-automations/plan";
 *
 * const { text, marker } = readMarker("Loss is up [managed by wandb-automations: acme-alerts#lossIsUp]");
 * console.log(text, marker?.owner, marker?.key); // Loss is up acme-alerts lossIsUp
 * ```
 */
export function readMarker(description: string | null | undefined): MarkedText {
  const given = description ?? "";
  const found = [...given.matchAll(MARKER)].map(([, owner = "", key = ""]) => ({ owner, key: decode(key) }));
  const [first] = found;
  const agree = found.every(({ owner, key }) => owner === first?.owner && key === first.key);
  return { text: given.replace(MARKER, ""), marker: agree ? first : undefined };
}

/** A description with a marker at its end. */
export function withMarker(text: string, { owner, key }: OwnerMarker): string {
  const tag = `[managed by wandb-automations: ${owner}${key === "" ? "" : `#${encode(key)}`}]`;
  return text === "" ? tag : `${text} ${tag}`;
}

/** A key as it can stand in a marker, whatever letters it has. */
function encode(key: string): string {
  return encodeURIComponent(key.replace(/\p{Surrogate}/gu, "\ufffd"));
}

function decode(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}
