import { describe, expect, it } from "vitest";
import { readMarker, withMarker } from "../../../src/plan/owner-marker.js";

const TAG = "[managed by wandb-automations: acme/alerts#lossIsUp]";
const marker = { owner: "acme/alerts", key: "lossIsUp" };

describe("the owner's marker", () => {
  it.each(["", "why", "two\nlines ", " ", "[brackets] and #", "ends in [managed by"])(
    "comes out of a description as it went in: %j",
    (text) => {
      expect(readMarker(withMarker(text, marker))).toEqual({ text, marker });
    },
  );

  it.each(["plain", "alerts[0]", "über alles", "a#b c", "\ud800x", "%zz"])("holds the key %j", (key) => {
    const description = withMarker("text", { owner: "me", key });
    expect(description).toMatch(/^text \[managed by wandb-automations: me#[^\s[\]#]+\]$/);
    expect(readMarker(description).marker?.key).toBe(key.replace(/\p{Surrogate}/u, "\ufffd"));
  });

  it("is found wherever it stands", () => {
    expect(readMarker(`${TAG} more`)).toEqual({ text: " more", marker });
    expect(readMarker(`less ${TAG}, more`)).toEqual({ text: "less, more", marker });
    expect(readMarker("[managed by wandb-automations: me]").marker).toEqual({ owner: "me", key: "" });
    expect(readMarker("[managed by wandb-automations: me#%zz]").marker?.key).toBe("%zz");
  });

  it("is none where several don't agree, or it is damaged", () => {
    expect(readMarker(`${TAG} ${TAG}`).marker).toEqual(marker);
    expect(readMarker(`${TAG} [managed by wandb-automations: other]`).marker).toBeUndefined();
    expect(readMarker("[managed by wandb-automations: ]").marker).toBeUndefined();
    expect(readMarker("[managed by somebody: me]")).toEqual({
      text: "[managed by somebody: me]",
      marker: undefined,
    });
    expect(readMarker(null)).toEqual({ text: "", marker: undefined });
  });
});
