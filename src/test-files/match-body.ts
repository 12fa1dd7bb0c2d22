import { formatPath } from "../errors/index.js";
import { describeKind, describeValue, isSecretName } from "../model/describe-value.js";
import { isPlainObject } from "../model/plain-object.js";
import type { RenderedWebhook } from "../testing/render-webhook.js";
import type { ExpectedFiring } from "./tests-definition.js";

/** One place where a webhook's body isn't as expected; nothing in it is a secret. */
export interface BodyDifference {
  /** `body.blocks[0].text`. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

type Path = readonly (string | number)[];

/** Where a webhook's body isn't what is expected of it. Members that nothing is said about may be anything. */
export function bodyDifferences(
  expected: NonNullable<ExpectedFiring["body"]>,
  { json }: Pick<RenderedWebhook, "json">,
): readonly BodyDifference[] {
  if (json === undefined)
    return [{ path: "body", expected: describeValue(expected), got: "text that isn't JSON" }];
  return differences(expected, json, ["body"], false);
}

function differences(
  expected: unknown,
  got: unknown,
  path: Path,
  isSecret: boolean,
): readonly BodyDifference[] {
  if (isPlainObject(expected) && isPlainObject(got)) {
    return Object.entries(expected).flatMap(([name, value]) => {
      // As everywhere in an expectation: what is left out may be anything.
      if (value === undefined) return [];
      const inner = Object.hasOwn(got, name) ? got[name] : undefined;
      return differences(value, inner, [...path, name], isSecret || isSecretName(name));
    });
  }
  if (Array.isArray(expected) && Array.isArray(got) && expected.length === got.length)
    return expected.flatMap((value, i) => differences(value, got[i], [...path, i], isSecret));
  if (Object.is(expected, got) || (expected === 0 && got === 0)) return [];
  return [{ path: formatPath(path), ...(isSecret ? hidden(expected, got) : shown(expected, got)) }];
}

function shown(expected: unknown, got: unknown): Omit<BodyDifference, "path"> {
  const items = (value: unknown) =>
    Array.isArray(value) ? ` (${value.length} ${value.length === 1 ? "item" : "items"})` : "";
  const text = (value: unknown) => `${describeValue(value)}${items(value)}`;
  return { expected: text(expected), got: text(got) };
}

function hidden(expected: unknown, got: unknown): Omit<BodyDifference, "path"> {
  return {
    expected: describeKind(expected),
    got: got === undefined ? "nothing" : "something else, not shown",
  };
}
