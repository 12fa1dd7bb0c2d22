import type { Action } from "../../model/action.js";
import type { SlackIntegration, WebhookIntegration } from "../../model/integrations.js";
import { type Code, objectCode } from "./code.js";
import type { Identifiers } from "./identifiers.js";
import type { Imports } from "./imports.js";
import { textCode } from "./literal-code.js";
import { payloadCode } from "./payload-code.js";

type SavedIntegration = SlackIntegration | WebhookIntegration;

/** The integrations that a file's actions use: one constant for each. */
export class IntegrationConstants {
  readonly #names = new Map<string, string>();
  readonly #statements: [string, Code][] = [];
  readonly #identifiers: Identifiers;
  readonly #imports: Imports;

  constructor(identifiers: Identifiers, imports: Imports) {
    this.#identifiers = identifiers;
    this.#imports = imports;
  }

  /** The name of an integration's constant. */
  nameOf(integration: SavedIntegration): string {
    const { id = "" } = integration;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const name = this.#make(integration);
    this.#names.set(id, name);
    return name;
  }

  /** Their declarations. Without URLs, which are secrets: servers find integrations by id. */
  get statements(): readonly (readonly [name: string, value: Code])[] {
    return this.#statements;
  }

  #make(integration: SavedIntegration): string {
    const isSlack = integration.kind === "slack";
    const text = isSlack ? `slack ${integration.channelName ?? ""}` : `${integration.name ?? ""} webhook`;
    const name = this.#identifiers.make(text, isSlack ? "slack" : "webhook");
    const facts = isSlack
      ? { id: integration.id, teamName: integration.teamName, channelName: integration.channelName }
      : { id: integration.id, name: integration.name };
    const members = Object.entries(facts).flatMap(([member, value]): [string, Code][] =>
      value === undefined ? [] : [[member, textCode(value)]],
    );
    const made = isSlack ? "SlackIntegration" : "WebhookIntegration";
    this.#statements.push([name, objectCode(members, `new ${this.#imports.use(made)}(`)]);
    return name;
  }
}

/** `new SendWebhook({ integration, payload })`, and so for every action. */
export function actionCode(action: Action, integrations: IntegrationConstants, imports: Imports): Code {
  const members: [string, Code][] = [];
  const add = (name: string, value: string | undefined, usual?: string) => {
    if (value !== undefined && value !== usual) members.push([name, textCode(value)]);
  };
  switch (action.kind) {
    case "noOp":
      return `new ${imports.use("DoNothing")}()`;
    case "aria":
      add("prompt", action.prompt);
      return objectCode(members, `new ${imports.use("SendPromptToAria")}(`);
    case "notification":
      if (action.integration) members.push(["integration", integrations.nameOf(action.integration)]);
      add("title", action.title, "");
      add("message", action.message, "");
      add("severity", action.severity, "INFO");
      return objectCode(members, `new ${imports.use("SendNotification")}(`);
    case "webhook":
      members.push(["integration", integrations.nameOf(action.integration)]);
      if (action.payload !== undefined) members.push(["payload", payloadCode(action)]);
      return objectCode(members, `new ${imports.use("SendWebhook")}(`);
  }
}
