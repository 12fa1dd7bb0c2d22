import { SCAN_CODE } from "./scan-code.js";
import type { Scans } from "./scans.js";

/** Values that can be loaded. */
const ROOM = 40_000;
/** In bytes, with some to spare behind each, as values are looked at in pairs of pairs. */
const AREA = 8 * ROOM + 4096;
const FIRST = 1024;

/**
 * Judges values many at a time, two by two, in WebAssembly. One for all kernels: a block is loaded, judged and
 * forgotten before another kernel comes.
 */
export class ScanEngine {
  readonly scans: Scans;
  readonly room = ROOM;
  /** Addresses: of the values, of two areas as large for what is worked out of them, and of the marks. */
  readonly values = FIRST;
  readonly currents = FIRST + AREA;
  readonly priors = FIRST + 2 * AREA;
  readonly marks = FIRST + 3 * AREA;
  readonly #values: Float64Array;
  readonly #marks: Uint8Array;

  constructor({ memory, ...scans }: WebAssembly.Exports) {
    const { buffer } = memory as WebAssembly.Memory;
    this.scans = scans as unknown as Scans;
    this.#values = new Float64Array(buffer, this.values, ROOM + 1);
    this.#marks = new Uint8Array(buffer, this.marks);
  }

  /** Loads `values[from..to)`. A single value that would be left over is there twice, so that there are pairs. */
  load(values: Float64Array, from: number, to: number): void {
    this.#values.set(values.subarray(from, to));
    this.#values[to - from] = values[to - 1]!;
  }

  /** The first value that was loaded. */
  get first(): number {
    return this.#values[0]!;
  }

  /** The largest distance from `shift` among the `count` values that were loaded. */
  extent(count: number, shift: number): number {
    return this.scans.extent(this.values, this.values + 8 * even(count), shift);
  }

  /** Copies the marks of the last scan, of `count` values, to `marks` from `start` on. */
  copyMarks(count: number, marks: Uint8Array, start: number): void {
    marks.set(this.#marks.subarray(0, count), start);
  }
}

/** `count`, or one more. */
export function even(count: number): number {
  return count + (count & 1);
}

let engine: ScanEngine | undefined | null = null;

/** The engine, or `undefined` where there is no WebAssembly with SIMD or none may be compiled, as under some policies. */
export function scanEngine(): ScanEngine | undefined {
  if (engine === null) engine = createEngine();
  return engine;
}

function createEngine(): ScanEngine | undefined {
  try {
    const code = Uint8Array.from(atob(SCAN_CODE), (letter) => letter.charCodeAt(0));
    return new ScanEngine(new WebAssembly.Instance(new WebAssembly.Module(code)).exports);
  } catch {
    // Not an error: kernels judge value by value then, to the same verdicts.
    return undefined;
  }
}
