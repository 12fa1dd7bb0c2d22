import { describe, expect, it } from "vitest";
import { verdictToHtml } from "../../../../src/evaluate/picture/verdict-html.js";
import { pictureOf, threshold } from "./picture-of.js";

const rising = { name: "rising", values: [1, 4, 9] };
const flat = { name: "flat", values: [1, 1] };

describe("the page of a verdict", () => {
  const page = verdictToHtml(pictureOf(threshold(), [rising, flat]));

  it("has the picture, the firings and what did not fire", () => {
    expect(page).toMatch(/^<!doctype html>/);
    expect(page.match(/<svg/g)).toHaveLength(1);
    expect(page).toContain('<td>rising</td><td class="number">2</td>');
    expect(page).toContain("<td>flat</td><td>it never held</td>");
  });

  it("loads nothing and runs nothing", () => {
    expect(page).toContain("default-src &#39;none&#39;");
    expect(page).not.toMatch(/<script|<link|<img|\son\w+=|href=|@import/);
  });

  it("escapes text from outside", () => {
    const nasty = "</title></style><img src=x onerror=alert(1)>";
    const html = verdictToHtml(pictureOf(threshold({ name: nasty }), [{ ...rising, name: nasty }], nasty));
    expect(html).not.toContain("<img");
    expect(html.match(/<\/style>/g)).toHaveLength(2);
  });

  it("gives each of several pictures ids of its own", () => {
    const data = pictureOf(threshold(), [rising]);
    const second = { ...data.automations[0]!, automation: { index: 1, name: "second" } };
    const html = verdictToHtml({
      automations: [...data.automations, second],
      firings: [...data.firings, ...data.firings.map((one) => ({ ...one, automation: second.automation }))],
      outcomes: [
        ...data.outcomes,
        ...data.outcomes.map((one) => ({ ...one, automation: second.automation })),
      ],
    });
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(6);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
