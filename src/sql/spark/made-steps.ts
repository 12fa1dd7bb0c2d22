import type { Statement } from "../query/cte.js";

/**
 * The steps that a script has made. A step that comes again is made again only where it, or one that it starts from, has
 * become another: what is behind its name is then no longer what it was.
 */
export class MadeSteps {
  readonly #texts = new Map<string, string>();

  /** Whether a step must be made now, from when on it is; a question, which has no name, must always be asked. */
  make({ name, sql, onlyIf }: Statement): boolean {
    if (name === undefined) return true;
    const text = `${sql}\n${onlyIf?.found ?? ""}`;
    const known = this.#texts.get(name);
    if (known === text) return false;
    if (known !== undefined) this.#forget(name);
    this.#texts.set(name, text);
    return true;
  }

  /** A step that has changed takes those with it that start from it. */
  #forget(name: string): void {
    this.#texts.delete(name);
    const named = new RegExp(`\\b${name}\\b`);
    for (const [other, text] of [...this.#texts]) if (named.test(text)) this.#forget(other);
  }
}
