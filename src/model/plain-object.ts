/** Whether `value` is an object literal, and not a list, a Date, a Map or an instance of some class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects from another realm (a test runner's sandbox, an iframe) have another Object.prototype.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
