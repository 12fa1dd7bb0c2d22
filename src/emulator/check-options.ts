import { isIP } from "node:net";
import * as z from "zod/mini";
import { ValidationError, type ValidationIssue } from "../errors/index.js";
import type { EmulatorOptions } from "./options.js";
import { isWellFormedKey } from "./server/credentials.js";

const integer = (low: number, high: number) =>
  z.optional(z.number().check(z.int(), z.minimum(low), z.maximum(high)));

/** A name, `name:port`, an address, or a network such as `10.1.0.0/16`. */
function isDeliveryTarget(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  if (prefix === undefined) return text !== "" && !/\s/.test(text);
  const family = isIP(address);
  return (
    rest.length === 0 && family !== 0 && /^\d+$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128)
  );
}

const schema = z.strictObject({
  apiKey: z.optional(z.string().check(z.refine(isWellFormedKey))),
  data: z.optional(z.string().check(z.minLength(1))),
  demo: z.optional(z.boolean()),
  seed: z.optional(z.unknown()),
  features: z.optional(z.unknown()),
  autoCreate: z.optional(z.boolean()),
  allowDeliveryTo: z.optional(z.array(z.string().check(z.refine(isDeliveryTarget)))),
  signatureEncoding: z.optional(z.enum(["base64", "hex"])),
  delivery: z.optional(
    z.strictObject({
      timeoutMs: integer(1, 600_000),
      attempts: integer(1, 1000),
      backoffMs: integer(0, 600_000),
      concurrency: integer(1, 1000),
    }),
  ),
  keep: z.optional(
    z.strictObject({
      executions: integer(1, 10_000_000),
      bodyBytes: integer(0, 2 ** 40),
    }),
  ),
  now: z.optional(z.custom<() => Date>((value) => typeof value === "function")),
});

/** What each option has to be, in words. */
const WANTED: Readonly<Record<string, string>> = {
  apiKey: "40 or more letters, digits, - and _, as W&B's clients want them",
  data: "the path of a file",
  demo: "true or false",
  autoCreate: "true or false",
  allowDeliveryTo: 'host names, "name:port", addresses or networks such as "10.1.0.0/16"',
  signatureEncoding: '"base64" or "hex"',
  "delivery.timeoutMs": "1 to 600,000 milliseconds",
  "delivery.attempts": "1 to 1,000",
  "delivery.backoffMs": "0 to 600,000 milliseconds",
  "delivery.concurrency": "1 to 1,000",
  "keep.executions": "1 to 10,000,000",
  "keep.bodyBytes": "0 or more bytes",
  now: "a function that gives a Date",
};

/** Throws a ValidationError that lists everything that is wrong with the options; secrets aren't repeated. */
export function checkEmulatorOptions(options: EmulatorOptions): void {
  const parsed = schema.safeParse(options);
  if (parsed.success) return;
  const issues = parsed.error.issues.map((issue): ValidationIssue => {
    const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
    const option = path.filter((part) => typeof part === "string").join(".");
    const message =
      issue.code === "unrecognized_keys"
        ? `${issue.keys.join(", ")} is no option; the options are ${Object.keys(WANTED).join(", ")}, seed and features`
        : `give ${WANTED[option] ?? "an object of options"}`;
    return { code: issue.code, path, message };
  });
  throw new ValidationError("createEmulator options", issues);
}
