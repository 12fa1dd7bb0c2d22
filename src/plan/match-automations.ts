import type { TriggerRecord } from "../wire/trigger.js";
import { type OwnerMarker, readMarker } from "./owner-marker.js";

/** An automation that is wanted in a scope. */
export interface Wanted {
  readonly key: string;
  readonly name: string;
  readonly scopeId: string;
}

/** Which automations of a server stand for which of a configuration. */
export interface Matches<W extends Wanted> {
  /** The automation on the server that each one stands for; several where it can't be told which, none where it is new. */
  readonly found: ReadonlyMap<W, readonly TriggerRecord[]>;
  /** Automations of this owner that the configuration doesn't have. */
  readonly leftovers: readonly TriggerRecord[];
}

/**
 * Pairs what is wanted with what is there: by scope and name first, of several the one that this owner manages. What is
 * left over on both sides and has the same key is one automation that got another name or scope.
 */
export function matchAutomations<W extends Wanted>(
  wanted: readonly W[],
  records: readonly TriggerRecord[],
  owner: string,
): Matches<W> {
  const markers = new Map(records.map((record) => [record, readMarker(record.description).marker]));
  const isOurs = (record: TriggerRecord) => markers.get(record)?.owner === owner;
  const keyOf = (record: TriggerRecord) => markers.get(record)?.key ?? "";
  const placed = groupBy(records, (record) => place(record.scope.id ?? "", record.name));

  const found = new Map<W, readonly TriggerRecord[]>();
  const taken = new Set<TriggerRecord>();
  const take = (want: W, record: TriggerRecord) => {
    taken.add(record);
    found.set(want, [record]);
  };
  for (const want of wanted) {
    const there = placed.get(place(want.scopeId, want.name)) ?? [];
    const ours = there.filter(isOurs);
    const best = ours.find((record) => keyOf(record) === want.key) ?? oldest(ours);
    if (best) take(want, best);
    else found.set(want, there);
  }

  const isRenamed = (want: W) => want.key !== "" && found.get(want)?.length === 0;
  const newByKey = groupBy(wanted.filter(isRenamed), (want) => want.key);
  const oldByKey = groupBy(
    records.filter((record) => isOurs(record) && !taken.has(record)),
    keyOf,
  );
  for (const [key, [want, ...moreWanted]] of newByKey) {
    const [record, ...moreThere] = oldByKey.get(key) ?? [];
    if (want && record && moreWanted.length === 0 && moreThere.length === 0) take(want, record);
  }
  return { found, leftovers: records.filter((record) => isOurs(record) && !taken.has(record)) };
}

/** What an automation's description says about who manages it. */
export function managerOf(record: TriggerRecord): OwnerMarker | undefined {
  return readMarker(record.description).marker;
}

const place = (scopeId: string, name: string): string => JSON.stringify([scopeId, name]);

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function oldest(records: readonly TriggerRecord[]): TriggerRecord | undefined {
  return [...records].sort((a, b) => compareText(a.createdAt, b.createdAt) || compareText(a.id, b.id))[0];
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
