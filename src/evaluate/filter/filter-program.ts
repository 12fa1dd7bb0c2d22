import type { ValueTest } from "./field-operators.js";
import type { FieldReader } from "./filter-value.js";

/** One step of a compiled filter. `children` point at earlier steps. */
export type FilterStep =
  | { readonly kind: "and" | "or" | "nor"; readonly children: readonly number[] }
  | { readonly kind: "not"; readonly children: readonly number[] }
  | {
      readonly kind: "test";
      readonly field: string;
      readonly operator: string;
      readonly operand: unknown;
      readonly test: ValueTest;
    };

/**
 * A filter as a list of steps, children before their parents: filters of any depth are evaluated in a loop,
 * in time linear in their size, and none can exhaust the stack.
 */
export interface FilterProgram {
  readonly steps: readonly FilterStep[];
  /** The fields that are looked at, each once. */
  readonly fields: readonly string[];
}

/** The truth of every step, the whole filter last. */
export function runSteps(program: FilterProgram, read: FieldReader): Uint8Array {
  const truth = new Uint8Array(program.steps.length);
  program.steps.forEach((step, at) => {
    truth[at] = holds(step, truth, read) ? 1 : 0;
  });
  return truth;
}

/** Whether the record that `read` reads passes. */
export function matches(program: FilterProgram, read: FieldReader): boolean {
  return runSteps(program, read)[program.steps.length - 1] === 1;
}

function holds(step: FilterStep, truth: Uint8Array, read: FieldReader): boolean {
  switch (step.kind) {
    case "test":
      return step.test(read(step.field));
    case "and":
      return step.children.every((child) => truth[child] === 1);
    case "or":
      return step.children.some((child) => truth[child] === 1);
    case "nor":
    case "not":
      return !step.children.some((child) => truth[child] === 1);
  }
}
