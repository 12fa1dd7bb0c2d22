import { hasErrorCode } from "../../errors/index.js";
import { byteSource } from "../byte-source.js";
import { LogDecoder, WANDB_READING } from "./log-decoder.js";
import { RunFacts } from "./run-facts.js";
import { takeRecords } from "./take-records.js";

/**
 * Which run a file is of, from its beginning alone: files of one run give the same text. A file that doesn't
 * say, or can't be read, is one of its own; what is wrong with it comes out when it is read.
 */
export async function peekRun(file: string): Promise<string> {
  const ignore = () => undefined;
  const facts = new RunFacts();
  const take = takeRecords((reader, problem) => {
    if (!facts.hasRun) facts.read(reader, problem);
  }, ignore);
  const decoder = new LogDecoder(take, ignore);
  try {
    for await (const window of byteSource(file).windowsAsync(WANDB_READING)) {
      decoder.decode(window);
      if (facts.hasRun) break;
    }
  } catch (error) {
    if (!hasErrorCode(error, "HISTORY")) throw error;
  }
  const { entity, project, id } = facts.info("");
  return facts.hasRun ? `run\0${entity}\0${project}\0${id}` : `file\0${file}`;
}
