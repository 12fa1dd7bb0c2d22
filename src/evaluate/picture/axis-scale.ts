import { scaleLinear, scaleLog, scaleSymlog } from "d3-scale";
import { bounded, type ValueRange } from "./value-range.js";

/** Pixels that are far outside of any picture: a renderer needn't cope with more. */
const OUTSIDE = 1e5;

/** From values to pixels, with the ticks of its axis. */
export interface AxisScale {
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

/** The horizontal axis: steps, which are whole numbers, from `low` to `high` over `width` pixels. */
export function stepAxis(low: number, high: number, width: number): AxisScale {
  const room = low === high ? 1 : 0;
  const scale = scaleLinear([low - room, high + room], [0, width]);
  const count = Math.max(2, Math.floor(width / 80));
  const format = scale.tickFormat(count, Math.max(Math.abs(low), Math.abs(high)) >= 1e6 ? "~s" : "~f");
  const ticks = scale.ticks(count).filter(Number.isInteger);
  return { at: (value) => scale(value), ticks: ticks.map((value) => ({ value, label: format(value) })) };
}

/** A horizontal axis of any numbers. */
export function numberAxis(low: number, high: number, width: number): AxisScale {
  const room = low === high ? Math.abs(low) / 10 || 1 : 0;
  const scale = scaleLinear([low - room, high + room], [0, width]);
  const count = Math.max(2, Math.floor(width / 80));
  return axis(
    scale,
    scale.ticks(count),
    scale.tickFormat(count, specifier(Math.max(Math.abs(low), Math.abs(high)))),
  );
}

/** The vertical axis, growing upwards over `height` pixels, with about `count` ticks. */
export function valueAxis(
  { kind, low, high }: ValueRange,
  height: number,
  count = Math.max(2, Math.floor(height / 34)),
): AxisScale {
  const pixels = [height, 0] as const;
  if (kind === "linear") {
    const scale = scaleLinear([low, high], pixels).nice(count);
    const format = scale.tickFormat(count, specifier(Math.max(Math.abs(low), Math.abs(high))));
    return axis(scale, scale.ticks(count), format);
  }
  if (kind === "log") {
    const scale = scaleLog([low, high], pixels);
    const format = scale.tickFormat(count, "~g");
    const ticks = scale.ticks(count).filter((value) => format(value) !== "");
    return axis(scale, thinned(ticks, count), (value) =>
      value >= 1e5 || value < 1e-4 ? exponent(value) : String(value),
    );
  }
  const scale = scaleSymlog([low, high], pixels);
  return axis(scale, thinned(powers(low, high), count), (value) =>
    Math.abs(value) >= 1e5 ? exponent(value) : String(value).replace("-", "−"),
  );
}

function axis(
  scale: (value: number) => number,
  ticks: readonly number[],
  format: (value: number) => string,
): AxisScale {
  const at = (value: number) => Math.min(OUTSIDE, Math.max(-OUTSIDE, scale(bounded(value))));
  return { at, ticks: ticks.map((value) => ({ value, label: format(value) })) };
}

/** How d3 writes ticks of numbers of that size; its own choice for sizes that need no exponent. */
function specifier(size: number): string | undefined {
  if (size >= 1e5) return size >= 1e15 ? ".1~e" : "~s";
  return size < 1e-3 ? ".1e" : undefined;
}

const exponent = (value: number) => value.toExponential(0).replace("e+", "e").replaceAll("-", "−");

/** Zero and powers of ten on both sides of it, as far as the range goes. */
function powers(low: number, high: number): number[] {
  const ticks = [0];
  const highest = Math.floor(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let power = 0; power <= highest; power++) ticks.push(10 ** power, -(10 ** power));
  return ticks.filter((value) => value >= low && value <= high).sort((a, b) => a - b);
}

function thinned(ticks: readonly number[], count: number): readonly number[] {
  const every = Math.ceil(ticks.length / (count + 1));
  const zero = Math.max(0, ticks.indexOf(0));
  return ticks.filter((_, i) => (i - zero) % every === 0);
}
