import { isJsonObject, parseMaybeJson } from "../../wire/json.js";
import type { LintRule } from "../lint-rule.js";

const REPOSITORY = /^https:\/\/api\.github\.com\/repos\/[^/]+\/[^/]+\/dispatches\/?$/;
const WORKFLOW =
  /^https:\/\/api\.github\.com\/repos\/[^/]+\/[^/]+\/actions\/workflows\/[^/]+\/dispatches\/?$/;

export const githubDispatch: LintRule = {
  name: "github-dispatch",
  severity: "error",
  summary: "A webhook to GitHub whose payload lacks what GitHub insists on.",
  check: ({ compiled }) => {
    const { integration, actionConfig } = compiled;
    if (integration?.kind !== "webhook") return [];
    const url = integration.urlEndpoint.reveal();
    const field = REPOSITORY.test(url) ? "event_type" : WORKFLOW.test(url) ? "ref" : undefined;
    const payload = parseMaybeJson(actionConfig?.genericWebhookActionInput?.requestPayload);
    if (field === undefined || (isJsonObject(payload) && typeof payload[field] === "string")) return [];
    return [
      {
        path: "action.payload",
        message: `GitHub refuses a dispatch without ${field}`,
        expected:
          field === "ref" ? 'ref: "main"' : "event_type, one of the types that the workflow listens for",
      },
    ];
  },
};
