import type { NamedAutomation } from "./named-automation.js";

/** How one automation is covered by tests. */
export interface AutomationCoverage {
  readonly name: string;
  readonly exportName: string;
  readonly file: string;
  /** Passed tests in which it fires. */
  readonly fires: number;
  /** Passed tests in which it is evaluated somewhere without firing. */
  readonly quiet: number;
}

/** Which automations are covered: by a test in which they fire and one in which they don't. */
export interface TestCoverage {
  readonly automations: readonly AutomationCoverage[];
  readonly covered: number;
  readonly total: number;
  /** Covered automations in percent of all; 100 where there are none. */
  readonly percent: number;
}

/** What one passed test shows of its automation. */
export interface Shown {
  readonly fires: boolean;
  readonly quiet: boolean;
}

/** Gathers what tests show, automation by automation. */
export class CoverageTally {
  readonly #counts = new Map<string, { named: NamedAutomation; fires: number; quiet: number }>();

  /** Takes note of automations that ought to be covered. */
  know(automations: readonly NamedAutomation[]): void {
    for (const named of automations) {
      const key = keyOf(named);
      if (!this.#counts.has(key)) this.#counts.set(key, { named, fires: 0, quiet: 0 });
    }
  }

  add(named: NamedAutomation, { fires, quiet }: Shown): void {
    this.know([named]);
    const counts = this.#counts.get(keyOf(named))!;
    if (fires) counts.fires++;
    if (quiet) counts.quiet++;
  }

  result(): TestCoverage {
    const automations = [...this.#counts.values()].map(({ named, fires, quiet }) => {
      const { name, exportName, file = "" } = named;
      return { name, exportName, file, fires, quiet };
    });
    const covered = automations.filter(({ fires, quiet }) => fires > 0 && quiet > 0).length;
    const total = automations.length;
    return { automations, covered, total, percent: total === 0 ? 100 : (100 * covered) / total };
  }
}

function keyOf({ file = "", exportName }: NamedAutomation): string {
  return `${file}\0${exportName}`;
}
