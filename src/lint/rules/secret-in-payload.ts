import { variablesIn } from "../../wire/template.js";
import { actionTexts } from "../action-texts.js";
import type { LintRule } from "../lint-rule.js";

/** What tokens look like by the words of those who issue them. */
const TOKENS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ["a GitHub token", /\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ["a Slack webhook's URL", /hooks\.slack\.com\/(services|workflows|triggers)\/\w+\/\w+\/\w+/],
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["an OpenAI or Anthropic key", /\bsk-[A-Za-z0-9_-]{20,}/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}/],
  ["a Hugging Face token", /\bhf_[A-Za-z0-9]{30,}/],
  ["a W&B API key", /\b(wandb_v\d+_\w{20,}|local-[0-9a-f]{40})\b/],
  ["a JSON web token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a password in a URL", /\bhttps?:\/\/[^\s/:@]+:[^\s/@]{3,}@/],
  ["a bearer token", /\bBearer [\w.~+/-]{16,}/],
];

const SECRET_KEY =
  /^(.*[_-])?(password|passwd|secret|token|api[_-]?key|access[_-]?key|auth|authorization|credentials?)$/i;
const MIN_SECRET = 8;

/** What is between `sk_…` and a sentence: one word, long, of letters and digits. */
const looksRandom = (text: string) => text.length >= MIN_SECRET && /^\S+$/.test(text) && /\d/.test(text);

export const secretInPayload: LintRule = {
  name: "secret-in-payload",
  severity: "error",
  summary: "A token or password in what an automation sends or shows.",
  check: (subject) =>
    actionTexts(subject).flatMap(({ path, key, text }) => {
      const [kind] = TOKENS.find(([, pattern]) => pattern.test(text)) ?? [];
      const named = SECRET_KEY.test(key) && variablesIn(text).length === 0 && looksRandom(text);
      if (kind === undefined && !named) return [];
      return [
        {
          path,
          message: `it holds ${kind ?? `what its name says is secret`}, which everyone who can see the automation can read`,
          given: `a text of ${text.length} characters`,
          expected: "${ACCESS_TOKEN}, or the name of a team secret that the webhook integration has",
        },
      ];
    }),
};
