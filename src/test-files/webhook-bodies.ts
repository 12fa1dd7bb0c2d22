import { EvaluationError } from "../errors/index.js";
import type { Firing } from "../evaluate/verdict/firing.js";
import { type RenderedWebhook, renderWebhook } from "../testing/render-webhook.js";
import type { CompiledAutomation } from "../wire/compiled-automation.js";
import type { RenderBody } from "./match-firings.js";
import type { TestCase } from "./tests-definition.js";

/** The bodies that an automation's webhook would POST, made when they are looked at. */
export interface WebhookBodies {
  readonly render: RenderBody;
  /** What is odd about those that were looked at. */
  readonly warnings: () => readonly string[];
}

/** @throws EvaluationError where a test expects bodies of an automation that sends no webhook */
export function webhookBodies(test: TestCase, compiled: CompiledAutomation): WebhookBodies {
  const expected = test.expect === "none" ? [] : test.expect;
  const isWebhook = compiled.actionConfig?.genericWebhookActionInput !== undefined;
  if (!isWebhook && expected.some(({ body }) => body !== undefined)) {
    throw new EvaluationError(
      `The test expects a body, but the automation's action is ${compiled.actionType}, which sends no webhook.`,
    );
  }
  const rendered = new Map<Firing, RenderedWebhook>();
  return {
    render(firing) {
      const body = rendered.get(firing) ?? renderWebhook(compiled, firing);
      rendered.set(firing, body);
      return body;
    },
    warnings: () => [
      ...new Set([...rendered.values()].flatMap(({ warnings }) => warnings.map(({ message }) => message))),
    ],
  };
}
