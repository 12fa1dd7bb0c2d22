import { EvaluationError } from "../../errors/index.js";
import { MISSING, order, sameValue, valueOrElement } from "./filter-value.js";
import { compileRegex } from "./regex.js";

/** A condition on one field's value, {@link MISSING} included. */
export type ValueTest = (value: unknown) => boolean;

type Operator = (operand: unknown, field: string) => ValueTest;

const equals =
  (operand: unknown): ValueTest =>
  (value) =>
    valueOrElement(value, (one) => sameValue(one, operand));

const isIn: Operator = (operand, field) => {
  const wanted = list("$in", operand, field).map(equals);
  return (value) => wanted.some((test) => test(value));
};

const negation = (test: ValueTest): ValueTest => {
  return (value) => !test(value);
};

const ordered =
  (accepts: (sign: number) => boolean): Operator =>
  (operand) =>
  (value) => {
    const sign = order(value, operand);
    return sign !== undefined && accepts(sign);
  };

/**
 * The operators that stand inside a field. A missing field is false for all of them except the negations
 * and `$exists`; on a list (`tags`), a test holds if the list or one of its elements passes. (Decided.)
 */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["$eq", (operand) => equals(operand)],
  ["$ne", (operand) => negation(equals(operand))],
  ["$lt", ordered((sign) => sign < 0)],
  ["$lte", ordered((sign) => sign <= 0)],
  ["$gt", ordered((sign) => sign > 0)],
  ["$gte", ordered((sign) => sign >= 0)],
  ["$in", isIn],
  ["$nin", (operand, field) => negation(isIn(operand, field))],
  [
    "$exists",
    (operand, field) => {
      if (typeof operand !== "boolean") throw badOperand("$exists", field, "true or false", operand);
      return (value) => (value !== MISSING) === operand;
    },
  ],
  [
    "$regex",
    (operand, field) => {
      const matches = compileRegex(text("$regex", operand, field));
      return (value) => valueOrElement(value, (one) => typeof one === "string" && matches(one));
    },
  ],
  [
    "$contains",
    (operand, field) => {
      const part = text("$contains", operand, field);
      return (value) => valueOrElement(value, (one) => typeof one === "string" && one.includes(part));
    },
  ],
  [
    "$size",
    (operand, field) => {
      if (typeof operand !== "number") throw badOperand("$size", field, "a number", operand);
      return (value) => Array.isArray(value) && value.length === operand;
    },
  ],
  [
    "$all",
    (operand, field) => {
      const wanted = list("$all", operand, field);
      return (value) =>
        Array.isArray(value) && wanted.every((one) => value.some((has) => sameValue(has, one)));
    },
  ],
]);

/**
 * The test that `operator` with `operand` makes of a field's value.
 *
 * @throws EvaluationError when the operator isn't known or can't take the operand.
 */
export function fieldTest(operator: string, operand: unknown, field: string): ValueTest {
  const make = OPERATORS.get(operator);
  if (!make) throw unknownOperator(operator, `field ${JSON.stringify(field)}`);
  return make(operand, field);
}

export function unknownOperator(operator: string, where: string): EvaluationError {
  const known = ["$and", "$or", "$nor", "$not", ...OPERATORS.keys()].join(" ");
  return new EvaluationError(
    `The filter operator ${operator} at ${where} isn't known, so it can't be evaluated.`,
    {
      hint: `Operators that can be evaluated: ${known}.`,
    },
  );
}

function list(operator: string, operand: unknown, field: string): readonly unknown[] {
  if (Array.isArray(operand)) return operand;
  throw badOperand(operator, field, "a list", operand);
}

function text(operator: string, operand: unknown, field: string): string {
  if (typeof operand === "string") return operand;
  throw badOperand(operator, field, "a text", operand);
}

export function badOperand(operator: string, where: string, wanted: string, got: unknown): EvaluationError {
  const kind = got === null ? "null" : Array.isArray(got) ? "a list" : typeof got;
  return new EvaluationError(`${operator} at ${JSON.stringify(where)} takes ${wanted}, got ${kind}.`);
}
