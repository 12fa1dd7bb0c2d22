/** The functions of assembly/, where their arguments are described. Places are addresses in bytes. */
export interface Scans {
  readonly extent: (at: number, end: number, shift: number) => number;
  readonly sum: (
    at: number,
    end: number,
    window: number,
    marks: number,
    low: number,
    high: number,
    lowHolds: number,
    highHolds: number,
  ) => number;
  readonly change: (
    at: number,
    end: number,
    window: number,
    prior: number,
    marks: number,
    scale: number,
    priorScale: number,
    relative: 0 | 1,
    up: number,
    down: number,
    amount: number,
    nearest: number,
    error: number,
  ) => number;
  readonly zscore: (
    at: number,
    end: number,
    size: number,
    marks: number,
    shift: number,
    up: number,
    down: number,
    target: number,
    nearest: number,
    error: number,
  ) => number;
  readonly extreme: (at: number, end: number, window: number, sign: 1 | -1, out: number) => 0 | 1;
  readonly compare: (
    current: number,
    end: number,
    prior: number,
    sign: 1 | -1,
    relative: 0 | 1,
    direction: -1 | 0 | 1,
    out: number,
  ) => void;
  readonly scale: (at: number, end: number, sign: 1 | -1) => void;
  readonly judge: (
    at: number,
    end: number,
    marks: number,
    limit: number,
    low: number,
    high: number,
    aboveHolds: number,
    atHolds: number,
    belowHolds: number,
  ) => number;
}
