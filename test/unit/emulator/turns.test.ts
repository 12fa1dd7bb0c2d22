import { describe, expect, it } from "vitest";
import { takingTurns } from "../../../src/emulator/server/turns.js";

describe("work in turns", () => {
  it("is done in the order in which it came, and gives what it gives", async () => {
    const { run } = takingTurns();
    const order: number[] = [];
    const results = await Promise.all(
      [1, 2, 3].map((n) =>
        run(async () => {
          order.push(n);
          return n * 10;
        }),
      ),
    );
    expect(order).toEqual([1, 2, 3]);
    expect(results).toEqual([10, 20, 30]);
  });

  it("goes on after work that fails", async () => {
    const { run } = takingTurns();
    const failed = run(() => Promise.reject(new Error("no")));
    const done = run(async () => "yes");
    await expect(failed).rejects.toThrow("no");
    expect(await done).toBe("yes");
  });

  it("lets the event loop have its turn in between", async () => {
    const { run } = takingTurns();
    let turns = 0;
    const count = setInterval(() => {
      turns += 1;
    }, 0);
    const block = async () => {
      const end = performance.now() + 10;
      while (performance.now() < end);
      return turns;
    };
    const seen = await Promise.all(Array.from({ length: 5 }, () => run(block)));
    clearInterval(count);
    expect(seen.at(-1)).toBeGreaterThan(seen[0]!);
  });

  it("lets connections in that come at once before it works, but not without end", async () => {
    let time = 0;
    const { run, arrived } = takingTurns(() => time);
    const turn = () => new Promise((next) => setImmediate(next));
    let isDone = false;
    const done = run(async () => {
      isDone = true;
    });
    for (let i = 0; i < 5; i++) {
      arrived();
      await turn();
      expect(isDone).toBe(false);
    }
    time += 1000;
    arrived();
    await done;
    expect(isDone).toBe(true);
  });
});
