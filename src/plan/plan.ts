import type { RequestOptions } from "../model/backend.js";
import type { Scope } from "../model/scopes.js";
import type { DesiredAutomation } from "./desired-automation.js";
import type { Difference } from "./differences.js";
import type { PlannedWork } from "./planned-work.js";

/** How plans are made. */
export interface PlanOptions extends RequestOptions {
  /** What the configuration calls itself: letters, digits and `_ - . / @`, such as the name in its package.json. */
  readonly owner: string;
  /**
   * Where else to look for automations of this owner, besides the entities that the configuration names: paths, scopes,
   * or names of entities.
   */
  readonly scopes?: readonly (Scope | string)[] | undefined;
  /** Delete what this owner manages and the configuration doesn't have any more. */
  readonly prune?: boolean | undefined;
  /** Take over automations of the same name that nobody manages. */
  readonly adopt?: boolean | undefined;
  /** Send what no W&B server is known to accept, such as the aggregation `sum`. */
  readonly allowUnverified?: boolean | undefined;
}

/** What becomes of one automation. */
export interface PlanItem {
  readonly action: "create" | "update" | "delete" | "none";
  /** What the configuration calls it; empty where it has no name for it, or doesn't have it. */
  readonly key: string;
  /** Undefined for one that is going to be created. */
  readonly id: string | undefined;
  readonly name: string;
  /** Its scope as people write it. */
  readonly scope: string;
  /** Who manages it now; undefined for nobody. */
  readonly managedBy: string | undefined;
  /** Empty where nothing is done. */
  readonly differences: readonly Difference[];
}

/** Why an automation can't become what the configuration says. */
export interface PlanConflict {
  readonly key: string;
  readonly name: string;
  readonly scope: string;
  readonly message: string;
  readonly hint: string | undefined;
}

/** What a plan was made from: enough to make it again. */
export interface PlanSource {
  readonly desired: readonly DesiredAutomation[];
  readonly options: PlanOptions;
  /** Delete everything the owner manages, whatever the configuration says. */
  readonly destroys: boolean;
}

/** How many automations a plan does what to. */
export interface PlanCounts {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
  readonly unchanged: number;
  readonly conflicts: number;
}

/** What has to happen for a server to have what a configuration says. Made by {@link planAutomations}. */
export class Plan {
  readonly owner: string;
  /** What the configuration has, in its order, then what is going to be deleted. */
  readonly items: readonly PlanItem[];
  /** What stands in the way. A plan with conflicts isn't applied. */
  readonly conflicts: readonly PlanConflict[];
  /** Automations of this owner that the configuration doesn't have; deleted only with `prune`. */
  readonly leftovers: readonly PlanItem[];
  readonly #source: PlanSource;
  readonly #work: readonly PlannedWork[];

  constructor(
    parts: Pick<Plan, "items" | "conflicts" | "leftovers">,
    work: readonly PlannedWork[],
    source: PlanSource,
  ) {
    this.owner = source.options.owner;
    this.items = Object.freeze(parts.items);
    this.conflicts = Object.freeze(parts.conflicts);
    this.leftovers = Object.freeze(parts.leftovers);
    this.#source = source;
    this.#work = work;
    Object.freeze(this);
  }

  /** What is going to be done. */
  get changes(): readonly PlanItem[] {
    return this.items.filter((item) => item.action !== "none");
  }

  /** Whether the server has all that the configuration says, and nothing is in the way. */
  get isEmpty(): boolean {
    return this.conflicts.length === 0 && this.items.every((item) => item.action === "none");
  }

  get counts(): PlanCounts {
    const count = (action: PlanItem["action"]) => this.items.filter((item) => item.action === action).length;
    return {
      create: count("create"),
      update: count("update"),
      delete: count("delete"),
      unchanged: count("none"),
      conflicts: this.conflicts.length,
    };
  }

  /** Without what is unchanged, and without secrets. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { owner, changes, conflicts, leftovers, counts } = this;
    return { owner, counts, changes, conflicts, leftovers };
  }

  /** What it takes to carry a plan out. Not for use outside of the package. */
  static insideOf(plan: Plan): { readonly source: PlanSource; readonly work: readonly PlannedWork[] } {
    return { source: plan.#source, work: plan.#work };
  }
}
