import type { SeedDocument } from "./seed-document.js";

/**
 * A small world to try things in: the team `acme` with projects `vision` and `nlp`, a model collection, an
 * organization with a registry, one Slack and two webhook integrations. `ci` posts to a port on this machine where,
 * unless somebody listens, deliveries fail; `pager` signs and authorizes what it sends.
 */
export const DEMO_SEED: SeedDocument = {
  organizations: [
    {
      name: "acme-inc",
      registries: [{ name: "model", collections: [{ name: "prod-models", type: "model" }] }],
    },
  ],
  teams: [
    {
      name: "acme",
      organization: "acme-inc",
      secrets: { PAGER_TOKEN: "demo-token", PAGER_SECRET: "demo-secret" },
      integrations: [
        { kind: "slack", teamName: "acme", channelName: "#ml-alerts" },
        { kind: "webhook", name: "ci", urlEndpoint: "http://127.0.0.1:8901/hooks/ci" },
        {
          kind: "webhook",
          name: "pager",
          urlEndpoint: "http://127.0.0.1:8901/hooks/pager",
          accessTokenRef: "PAGER_TOKEN",
          secretRef: "PAGER_SECRET",
        },
      ],
      projects: [{ name: "vision", collections: [{ name: "resnet", type: "model" }] }, { name: "nlp" }],
    },
  ],
};
