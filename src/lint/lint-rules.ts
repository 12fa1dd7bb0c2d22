import type { LintRule } from "./lint-rule.js";
import { alwaysTrue } from "./rules/always-true.js";
import { ariaOnlyVariable } from "./rules/aria-only-variable.js";
import { blankVariable } from "./rules/blank-variable.js";
import { duplicate } from "./rules/duplicate.js";
import { duplicateName } from "./rules/duplicate-name.js";
import { githubDispatch } from "./rules/github-dispatch.js";
import { impossibleFilter } from "./rules/impossible-filter.js";
import { noOp } from "./rules/no-op.js";
import { payloadJson } from "./rules/payload-json.js";
import { positionalName } from "./rules/positional-name.js";
import { regexNeverMatches } from "./rules/regex-never-matches.js";
import { registryAlias } from "./rules/registry-alias.js";
import { secretInPayload } from "./rules/secret-in-payload.js";
import { slackVariable } from "./rules/slack-variable.js";
import { unknownVariable } from "./rules/unknown-variable.js";
import { unreadableFilter } from "./rules/unreadable-filter.js";
import { unverifiedSum } from "./rules/unverified-sum.js";
import { wideScope } from "./rules/wide-scope.js";
import { windowOne } from "./rules/window-one.js";

/** Every rule, in the order in which findings are given. */
export const LINT_RULES: readonly LintRule[] = [
  duplicateName,
  positionalName,
  duplicate,
  noOp,
  impossibleFilter,
  alwaysTrue,
  regexNeverMatches,
  unreadableFilter,
  windowOne,
  unverifiedSum,
  wideScope,
  registryAlias,
  payloadJson,
  unknownVariable,
  blankVariable,
  ariaOnlyVariable,
  slackVariable,
  secretInPayload,
  githubDispatch,
];
