import { describe, expect, it } from "vitest";
import { noRoom } from "../../../src/sql/duckdb/no-room.js";

const MEMORY = "Out of Memory Error: failed to allocate data of size 16.0 MiB (99.9 MiB/100.0 MiB used)";
const DISK =
  "Out of Memory Error: failed to offload data block of size 256.0 KiB (1.9 GiB/2.0 GiB used). This limit was set by the 'max_temp_directory_size' setting.";

describe("an error for want of room", () => {
  it("names the limit of memory, and what else would do", () => {
    expect(noRoom(MEMORY, { memoryLimit: "100MB" })).toEqual({
      message:
        "DuckDB needs more memory at once than memoryLimit 100MB: failed to allocate data of size 16.0 MiB (99.9 MiB/100.0 MiB used)",
      hint: expect.stringMatching(/^Raise memoryLimit, take fewer threads/),
    });
    expect(noRoom(MEMORY, {})?.message).toContain("its memory limit, 80 % of this machine's memory");
  });

  it("tells a full disk from full memory, and where to make room", () => {
    const full = noRoom(DISK, { memoryLimit: "100MB", tempDirectory: "spill" });
    expect(full?.message).toMatch(/^DuckDB has no room on disk for what doesn't fit into memory: failed/);
    expect(full?.hint).toContain('Make room in "spill"');
    expect(noRoom("IO Error: No space left on device", {})?.hint).toContain("the temporary directory");
  });

  it("is no other error", () => {
    expect(noRoom("Conversion Error: no number", { memoryLimit: "100MB" })).toBeUndefined();
  });
});
