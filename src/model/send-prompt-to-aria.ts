import { ValidationError } from "../errors/index.js";
import { sealAs } from "./brand.js";
import { describeValue } from "./describe-value.js";
import { text } from "./option-readers.js";
import { validateInput } from "./validate-input.js";

const MAX_PROMPT_BYTES = 4000;
const PROMPT_RULE = "must be text that isn't blank";
const READERS = { prompt: text(PROMPT_RULE) };

/**
 * Gives ARIA a prompt.
 *
 * @throws ValidationError for a prompt that is blank or over 4,000 bytes in UTF-8 (documented by the Python SDK).
 * @example
 * ```ts
 * import { SendPromptToAria } from "wandb-automations";
 *
 * const action = new SendPromptToAria({ prompt: "Say why ${run_name} failed." });
 * console.log(`${action}`);
 * ```
 */
export class SendPromptToAria {
  readonly kind = "aria";
  /** Without the white space around it. */
  readonly prompt: string;

  constructor(options: { readonly prompt: string }) {
    const given = validateInput(READERS, options, "SendPromptToAria");
    const prompt = given.prompt.trim();
    const bytes = new TextEncoder().encode(prompt).length;
    if (prompt === "" || bytes > MAX_PROMPT_BYTES) {
      const message =
        prompt === ""
          ? `${PROMPT_RULE}, got ${describeValue(given.prompt)}`
          : `must be at most ${MAX_PROMPT_BYTES} bytes in UTF-8, got ${bytes}`;
      throw new ValidationError("SendPromptToAria", [{ code: "invalid_prompt", path: ["prompt"], message }]);
    }
    this.prompt = prompt;
    sealAs(this, "action");
  }

  toString(): string {
    return `ask ARIA: ${this.prompt}`;
  }
}
