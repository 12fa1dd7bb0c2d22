import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { CommandIo } from "../../../src/cli/command-io.js";
import { showProgress } from "../../../src/cli/text/progress.js";

const wasTty = process.stderr.isTTY;
afterEach(() => {
  process.stderr.isTTY = wasTty;
  vi.restoreAllMocks();
});

/** What a progress bar of these columns writes to a terminal while `work` goes on. */
async function shown(io: Partial<CommandIo>, total: number, work: (bar: Bar) => void): Promise<string> {
  process.stderr.isTTY = true;
  let written = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written += text;
    return true;
  });
  const bar = await showProgress(
    { isTty: true, json: false, columns: 80, ...io } as CommandIo,
    "reading",
    total,
  );
  work(bar);
  bar.stop();
  return stripVTControlCharacters(written);
}
type Bar = Awaited<ReturnType<typeof showProgress>>;

describe("showProgress", () => {
  it("counts where nobody knows how much there is, and draws a bar from when it is known", async () => {
    expect(await shown({}, 0, () => {})).toMatch(/reading 0/);
    const counted = await shown({}, 0, (bar) => bar.update(2));
    expect(counted).not.toContain("█");
    const known = await shown({}, 0, (bar) => {
      bar.expect(4);
      bar.update(2);
      bar.expect(4);
    });
    expect(known).toMatch(/reading ░+ 0\/4[\s\S]*reading █+░+ 2\/4/);
  });

  it("shows nothing where nobody looks", async () => {
    for (const io of [{ isTty: false }, { json: true }])
      expect(await shown(io, 4, (bar) => bar.update(2))).toBe("");
  });
});
