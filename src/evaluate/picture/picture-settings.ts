import { ValidationError } from "../../errors/index.js";
import type { PictureOptions } from "./picture-data.js";

/** {@link PictureOptions} checked, with every default filled in. */
export interface PictureSettings {
  readonly width: number;
  readonly maxRuns: number;
  readonly theme: "auto" | "light" | "dark";
}

/** @throws ValidationError when an option has a value that it can't take. */
export function toPictureSettings(options: PictureOptions): PictureSettings {
  const { width = 960, maxRuns = 24, theme = "auto" } = options;
  const issues = [
    Number.isFinite(width) && width >= 320 && width <= 4000
      ? []
      : [{ path: ["width"], message: `must be a number of pixels from 320 to 4000, got ${String(width)}` }],
    Number.isInteger(maxRuns) && maxRuns >= 1 && maxRuns <= 1000
      ? []
      : [{ path: ["maxRuns"], message: `must be a whole number from 1 to 1000, got ${String(maxRuns)}` }],
    ["auto", "light", "dark"].includes(theme)
      ? []
      : [{ path: ["theme"], message: `must be "auto", "light" or "dark", got ${String(theme)}` }],
  ].flat();
  if (issues.length > 0) {
    throw new ValidationError(
      "The picture options",
      issues.map((issue) => ({ code: "invalid_option", ...issue })),
    );
  }
  return { width, maxRuns, theme };
}
