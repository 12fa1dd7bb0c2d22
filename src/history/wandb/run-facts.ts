import type { RunInfo } from "../run-history.js";
import { type ReportValue, readItemInto, readTimestamp } from "./history-record.js";
import { KeyTable } from "./key-table.js";
import { LatestValues } from "./latest-values.js";
import type { ProtoReader } from "./proto-reader.js";
import { RecordItem } from "./record-item.js";

const SUMMARY = 3;
const CONFIG = 5;
const RUN = 17;
const EXIT = 18;
const RECORD_INFO = 200;
/** Fields of ConfigRecord and SummaryRecord. */
const UPDATE = 1;
const REMOVE = 2;

/** Where a run was forked or rewound from: `value` is a step of `run`, if `metric` is `_step`. */
export interface BranchPoint {
  readonly run: string;
  readonly value: number;
  readonly metric: string;
}

type TextField = "id" | "entity" | "project" | "group" | "jobType" | "displayName" | "sweepId";

const TEXT_FIELDS: Readonly<Record<number, TextField>> = {
  1: "id",
  2: "entity",
  3: "project",
  6: "group",
  7: "jobType",
  8: "displayName",
  12: "sweepId",
};

/** Gathers from a file's records what is known of its run besides the rows. */
export class RunFacts {
  readonly text: Partial<Record<TextField, string>> = {};
  readonly config: Record<string, unknown> = {};
  readonly #summary = new LatestValues();
  tags: readonly string[] = [];
  exitCode: number | null = null;
  startingStep = 0;
  startTime: number | undefined;
  branchPoint: BranchPoint | undefined;
  /** Whether the file holds a RunRecord, the one that names the run. */
  hasRun = false;
  /** The name of the stream a record belongs to, which is the run's id. */
  streamId: string | undefined;
  /** How many records could be read. */
  records = 0;
  readonly #item = new RecordItem(new KeyTable());

  /** Reads a Record: everything but history and system metrics. */
  read(reader: ProtoReader, report: ReportValue): void {
    while (reader.next()) {
      switch (reader.field) {
        case SUMMARY:
          this.#readSummary(reader, report);
          break;
        case CONFIG:
          this.#readConfig(reader, report);
          break;
        case RUN:
          this.#readRun(reader, report);
          break;
        case EXIT:
          this.#readExit(reader);
          break;
        case RECORD_INFO:
          this.#readInfo(reader);
          break;
        default:
          reader.skip();
      }
    }
    this.records += 1;
  }

  /** Decodes what is still bytes of the window at hand: call it before the next one. */
  settle(report: ReportValue): void {
    this.#summary.settle(report);
  }

  /** `fallbackId` names the run if the file doesn't. */
  info(fallbackId: string): RunInfo {
    const { id, ...text } = this.text;
    const { _wandb, ...config } = this.config;
    return {
      id: id ?? this.streamId ?? fallbackId,
      ...text,
      state: this.exitCode === null ? "running" : this.exitCode === 0 ? "finished" : "failed",
      tags: this.tags,
      config,
      summary: this.#summary.values,
    };
  }

  /** RunRecord. One that comes again is complete again: names it leaves out stay, tags don't. */
  #readRun(reader: ProtoReader, report: ReportValue): void {
    const tags: string[] = [];
    const outer = reader.enter();
    while (reader.next()) {
      const name = TEXT_FIELDS[reader.field];
      if (name !== undefined) this.#setText(name, reader.string());
      else if (reader.field === 4) this.#readConfig(reader, report);
      else if (reader.field === 5) this.#readSummary(reader, report);
      else if (reader.field === 10) tags.push(reader.string());
      else if (reader.field === 14) this.startingStep = Number(reader.int64());
      else if (reader.field === 17) this.startTime = readTimestamp(reader);
      else if (reader.field === 23) this.branchPoint = readBranchPoint(reader);
      else reader.skip();
    }
    reader.leave(outer);
    this.tags = tags;
    this.hasRun = true;
  }

  #readConfig(reader: ProtoReader, report: ReportValue): void {
    const outer = reader.enter();
    while (reader.next()) {
      if (reader.field === UPDATE) readItemInto(this.config, reader, this.#item, report);
      else if (reader.field === REMOVE) {
        this.#item.read(reader);
        this.#item.remove(this.config);
      } else reader.skip();
    }
    reader.leave(outer);
  }

  #readSummary(reader: ProtoReader, report: ReportValue): void {
    const outer = reader.enter();
    while (reader.next()) {
      const change = reader.field;
      if (change === UPDATE || change === REMOVE) {
        this.#item.read(reader);
        if (change === UPDATE) this.#summary.update(reader, this.#item, report);
        else this.#summary.remove(this.#item, report);
      } else reader.skip();
    }
    reader.leave(outer);
  }

  #setText(name: TextField, text: string): void {
    if (text !== "") this.text[name] = text;
  }

  #readExit(reader: ProtoReader): void {
    this.exitCode = 0;
    const outer = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) this.exitCode = Number(reader.int64());
      else reader.skip();
    }
    reader.leave(outer);
  }

  #readInfo(reader: ProtoReader): void {
    const outer = reader.enter();
    while (reader.next()) {
      if (reader.field === 1) this.streamId = reader.string() || this.streamId;
      else reader.skip();
    }
    reader.leave(outer);
  }
}

function readBranchPoint(reader: ProtoReader): BranchPoint {
  const point = { run: "", value: 0, metric: "" };
  const outer = reader.enter();
  while (reader.next()) {
    if (reader.field === 1) point.run = reader.string();
    else if (reader.field === 2) point.value = reader.double();
    else if (reader.field === 3) point.metric = reader.string();
    else reader.skip();
  }
  reader.leave(outer);
  return point;
}
