import { describe, expect, it } from "vitest";
import {
  AuthError,
  AutomationsError,
  ERROR_CODES,
  EvaluationError,
  EventAwaitedError,
  formatPath,
  HistoryError,
  hasErrorCode,
  isAutomationsError,
  isValidationError,
  MissingDependencyError,
  ServerError,
  TransportError,
  UnexpectedResponseError,
  UnsupportedByServerError,
  ValidationError,
} from "wandb-automations";

describe("every error", () => {
  const cause = new Error("underneath");
  const errors = [
    [new ValidationError("Thing", [{ code: "x", path: ["a"], message: "is odd" }]), "VALIDATION"],
    [new EventAwaitedError("OnRunMetric"), "EVENT_AWAITED"],
    [new TransportError("TIMEOUT", "m", { cause }), "TIMEOUT"],
    [new ServerError("CONFLICT", "m", { status: 409, messages: ["taken"], operation: "Create" }), "CONFLICT"],
    [new UnexpectedResponseError("m", { operation: "Create" }), "UNEXPECTED_RESPONSE"],
    [new UnsupportedByServerError("m"), "UNSUPPORTED_BY_SERVER"],
    [new AuthError("AUTH_MISSING", "m", { hint: "h" }), "AUTH_MISSING"],
    [new EvaluationError("m"), "EVALUATION"],
    [new HistoryError("m"), "HISTORY"],
    [new MissingDependencyError("left-pad", "Padding"), "MISSING_DEPENDENCY"],
  ] as const;

  it.each(errors)("%s has its code, its name and where to read on", (error, code) => {
    expect(error.code).toBe(code);
    expect(error.name).toBe(error.constructor.name);
    expect(error.docsUrl).toMatch(new RegExp(`/docs/errors\\.md#${code.toLowerCase()}$`));
    expect(error.retryable).toBe(ERROR_CODES[code].retryable);
    expect(isAutomationsError(error)).toBe(true);
    expect(hasErrorCode(error, code)).toBe(true);
    expect(hasErrorCode(error, "SERVER")).toBe(false);
    expect(isValidationError(error)).toBe(code === "VALIDATION");
    expect(`${error}`).toContain(`${error.name} [${code}]: ${error.message}`);
  });

  it("says of every code what the table says", () => {
    const codes = Object.keys(ERROR_CODES) as (keyof typeof ERROR_CODES)[];
    const wrong = codes.filter(
      (code) => new AutomationsError(code, "m").retryable !== ERROR_CODES[code].retryable,
    );
    expect(wrong).toEqual([]);
  });

  it("keeps what it is told", () => {
    expect(new TransportError("TIMEOUT", "m", { cause }).cause).toBe(cause);
    expect("cause" in new TransportError("TIMEOUT", "m")).toBe(false);
    const server = new ServerError("RATE_LIMITED", "m", {
      status: 429,
      retryAfterSeconds: 3,
      messages: ["x"],
    });
    expect(server).toMatchObject({ status: 429, retryAfterSeconds: 3, messages: ["x"], retryable: true });
    expect(Object.isFrozen(server.messages)).toBe(true);
    expect(new MissingDependencyError("left-pad", "Padding")).toMatchObject({
      packageName: "left-pad",
      message: 'Padding needs the package "left-pad", which isn\'t installed.',
      hint: "Install it: npm install left-pad",
    });
    expect(`${new AuthError("AUTH_MISSING", "m", { hint: "h" })}`).toBe(
      "AuthError [AUTH_MISSING]: m\n  hint: h",
    );
  });

  it("isn't confused with what only looks like one", () => {
    for (const value of [null, undefined, "VALIDATION", new Error("x"), { code: "VALIDATION" }]) {
      expect(isAutomationsError(value)).toBe(false);
      expect(isValidationError(value)).toBe(false);
    }
    expect(isAutomationsError(new AutomationsError("SERVER", "m"))).toBe(true);
  });
});

describe("ValidationError", () => {
  it("heads its list with what was being made", () => {
    const error = new ValidationError(
      "OnRunMetric",
      [
        { code: "a", path: ["filter", "runs", 3], message: "is odd" },
        { code: "b", path: [], message: "is nothing" },
      ],
      { hint: "read on" },
    );
    expect(error.message).toBe(
      "OnRunMetric has 2 problems:\n  - filter.runs[3]: is odd\n  - OnRunMetric: is nothing",
    );
    expect(error.hint).toBe("read on");
    expect(Object.isFrozen(error.issues)).toBe(true);
  });

  it.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b", 0, "c"], "a.b[0].c"],
    [[0, "a"], "[0].a"],
  ])("writes the path %j as %s", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});

describe("HistoryError", () => {
  it.each([
    [{}, "m"],
    [{ file: "a.wandb" }, "a.wandb: m"],
    [{ file: "a.csv", line: 3 }, "a.csv, line 3: m"],
    [{ offset: 0 }, "byte 0: m"],
  ])("says where: %o", (location, message) => {
    expect(new HistoryError("m", location).message).toBe(message);
  });
});
