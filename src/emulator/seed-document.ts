import * as z from "zod/mini";
import { ValidationError } from "../errors/index.js";

/** A collection of a project. */
interface SeedCollection {
  name: string;
  type?: string | undefined;
  tags?: string[] | undefined;
  versions?:
    | {
        metadata?: Record<string, unknown> | undefined;
        aliases?: string[] | undefined;
        tags?: string[] | undefined;
      }[]
    | undefined;
}

/** A collection of a registry, and the versions that are linked to it. */
interface SeedRegistryCollection {
  name: string;
  type?: string | undefined;
  tags?: string[] | undefined;
  links?: { source: string; aliases?: string[] | undefined }[] | undefined;
}

interface SeedRun {
  id?: string | undefined;
  displayName?: string | undefined;
  config?: Record<string, unknown> | undefined;
  tags?: string[] | undefined;
  group?: string | undefined;
  jobType?: string | undefined;
  sweepId?: string | undefined;
  notes?: string | undefined;
  username?: string | undefined;
  /** State it ends in, after its rows; running where left out. */
  state?: string | undefined;
  rows?: Record<string, unknown>[] | undefined;
}

type SeedIntegration =
  | { kind: "slack"; teamName: string; channelName: string; webhookUrl?: string | undefined }
  | {
      kind: "webhook";
      name: string;
      urlEndpoint: string;
      accessTokenRef?: string | undefined;
      secretRef?: string | undefined;
    };

interface SeedTeam {
  name: string;
  organization?: string | undefined;
  secrets?: Record<string, string> | undefined;
  integrations?: SeedIntegration[] | undefined;
  projects?:
    | { name: string; collections?: SeedCollection[] | undefined; runs?: SeedRun[] | undefined }[]
    | undefined;
}

interface SeedOrganization {
  name: string;
  registries?:
    | {
        name: string;
        artifactTypes?: string[] | undefined;
        collections?: SeedRegistryCollection[] | undefined;
      }[]
    | undefined;
}

interface SeedUser {
  username: string;
  apiKey: string;
  teams?: string[] | undefined;
  admin?: boolean | undefined;
}

/** A world to start from, as a seed file (JSON or YAML) holds it. What exists already is left as it is. */
export interface SeedDocument {
  organizations?: SeedOrganization[] | undefined;
  teams?: SeedTeam[] | undefined;
  users?: SeedUser[] | undefined;
}

const names = z.optional(z.array(z.string()));
const metadata = z.optional(z.record(z.string(), z.unknown()));

const version = z.strictObject({ metadata, aliases: names, tags: names });
const link = z.strictObject({ source: z.string(), aliases: names });
const collection = z.strictObject({
  name: z.string(),
  type: z.optional(z.string()),
  tags: names,
  versions: z.optional(z.array(version)),
});
const registryCollection = z.strictObject({
  name: z.string(),
  type: z.optional(z.string()),
  tags: names,
  links: z.optional(z.array(link)),
});
const run = z.strictObject({
  id: z.optional(z.string()),
  displayName: z.optional(z.string()),
  config: metadata,
  tags: names,
  group: z.optional(z.string()),
  jobType: z.optional(z.string()),
  sweepId: z.optional(z.string()),
  notes: z.optional(z.string()),
  username: z.optional(z.string()),
  state: z.optional(z.string()),
  rows: z.optional(z.array(z.record(z.string(), z.unknown()))),
});
const project = z.strictObject({
  name: z.string(),
  collections: z.optional(z.array(collection)),
  runs: z.optional(z.array(run)),
});
const integration = z.union([
  z.strictObject({
    kind: z.literal("slack"),
    teamName: z.string(),
    channelName: z.string(),
    webhookUrl: z.optional(z.string()),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    name: z.string(),
    urlEndpoint: z.string(),
    accessTokenRef: z.optional(z.string()),
    secretRef: z.optional(z.string()),
  }),
]);
const team = z.strictObject({
  name: z.string(),
  organization: z.optional(z.string()),
  secrets: z.optional(z.record(z.string(), z.string())),
  integrations: z.optional(z.array(integration)),
  projects: z.optional(z.array(project)),
});
const organization = z.strictObject({
  name: z.string(),
  registries: z.optional(
    z.array(
      z.strictObject({
        name: z.string(),
        artifactTypes: names,
        collections: z.optional(z.array(registryCollection)),
      }),
    ),
  ),
});
const user = z.strictObject({
  username: z.string(),
  apiKey: z.string(),
  teams: names,
  admin: z.optional(z.boolean()),
});
const seedDocument: z.ZodMiniType<SeedDocument> = z.strictObject({
  organizations: z.optional(z.array(organization)),
  teams: z.optional(z.array(team)),
  users: z.optional(z.array(user)),
});

/** Checks what was read from a seed file. Throws a ValidationError that lists everything that is wrong. */
export function parseSeedDocument(value: unknown): SeedDocument {
  const parsed = seedDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new ValidationError(
    "seed",
    parsed.error.issues.map((issue) => ({
      code: issue.code,
      path: issue.path.map((part) => (typeof part === "symbol" ? String(part) : part)),
      message: describeIssue(issue),
    })),
  );
}

function describeIssue(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `${issue.keys.join(", ")} isn't known here`;
  if (issue.code === "invalid_type")
    return `give ${issue.expected === "array" ? "a list" : `a ${issue.expected}`}`;
  if (issue.code === "invalid_union")
    return "give an integration of kind slack (teamName, channelName) or webhook (name, urlEndpoint)";
  return issue.message;
}
