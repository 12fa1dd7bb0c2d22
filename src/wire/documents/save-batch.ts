import type { CreateFilterTriggerInput, UpdateFilterTriggerInput } from "../inputs.js";
import { flag, nullish, object, optional, type Shape, unread } from "../shape.js";
import { defineOperation, type Operation } from "./operation.js";
import { type TypeSupport, triggerFields } from "./trigger-fields.js";

/** One change among several that are sent together. */
export type BatchStep =
  | { readonly kind: "create"; readonly input: CreateFilterTriggerInput }
  | { readonly kind: "update"; readonly input: UpdateFilterTriggerInput }
  | { readonly kind: "delete"; readonly id: string };

/** What became of one step: the automation as it was saved, unread, or whether it was deleted. */
export interface StepAnswer {
  readonly trigger?: unknown;
  readonly success?: boolean | undefined;
}

/** Several changes as one mutation, its variables, and what it answers, in the order of the steps. */
export interface SaveBatch {
  readonly operation: Operation<Record<string, unknown>, readonly StepAnswer[]>;
  readonly variables: Readonly<Record<string, unknown>>;
}

const PARTS = {
  create: {
    type: "CreateFilterTriggerInput!",
    field: (i: number) => `createFilterTrigger(input: $v${i}) { trigger { ...TriggerFields } }`,
  },
  update: {
    type: "UpdateFilterTriggerInput!",
    field: (i: number) => `updateFilterTrigger(input: $v${i}) { trigger { ...TriggerFields } }`,
  },
  delete: { type: "ID!", field: (i: number) => `deleteTrigger(input: { triggerID: $v${i} }) { success }` },
} as const;

const answer = nullish(object({ trigger: optional(unread), success: nullish(flag) }));

/** Puts steps into one mutation, each under an alias of its own. Servers carry them out one after the other. */
export function saveBatch(steps: readonly BatchStep[], support: TypeSupport): SaveBatch {
  const takes = steps.map((step, i) => `$v${i}: ${PARTS[step.kind].type}`);
  const selects = steps.map((step, i) => `r${i}: ${PARTS[step.kind].field(i)}`);
  const read: Shape<StepAnswer[]> = (data, broken) =>
    steps.map((_, i) => {
      const { trigger, success } = answer((data as Record<string, unknown>)[`r${i}`], broken, `r${i}`) ?? {};
      return { trigger, success: success ?? undefined };
    });
  return {
    variables: Object.fromEntries(
      steps.map((step, i) => [`v${i}`, step.kind === "delete" ? step.id : step.input]),
    ),
    operation: defineOperation({
      name: "SaveAutomations",
      kind: "mutation",
      takes: takes.join(", "),
      selects: selects.join(" "),
      fragments: steps.some((step) => step.kind !== "delete") ? triggerFields(support) : "",
      data: read,
    }),
  };
}
