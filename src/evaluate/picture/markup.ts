import { printable } from "./printable.js";

declare const MARKUP: unique symbol;

/** Text that is markup already. Only {@link element}, {@link text} and {@link join} make it, so nothing goes in unescaped. */
export type Markup = string & { readonly [MARKUP]: true };

/** Attributes of an element; those that are `undefined` are left out. Numbers are rounded to tenths. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(value: string): string {
  return printable(value).replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

/** Text from outside, for a place between tags. */
export function text(content: string): Markup {
  return escaped(content) as Markup;
}

/** Pieces of markup one after the other; what is `undefined` is left out. */
export function join(...parts: readonly (Markup | undefined | readonly Markup[])[]): Markup {
  return parts
    .flat()
    .filter((part) => part !== undefined)
    .join("") as Markup;
}

/** An element with its attributes and children. */
export function element(
  name: string,
  attributes: Attributes,
  ...children: readonly (Markup | undefined | readonly Markup[])[]
): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escaped(value as string)}"`)
    .join("");
  return (
    children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${join(...children)}</${name}>`
  ) as Markup;
}

/** A style sheet of this package's own. */
export function styleSheet(css: string): Markup {
  return `<style>${css}</style>` as Markup;
}

/** Coordinates to tenths of a pixel: finer can't be seen and makes files three times as large. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
