import { describe, expect, it } from "vitest";
import { DoNothing, defineAutomation, OnRunMetric, RunEvent } from "wandb-automations";
import { dryRun, type EvaluationSource, firingRates, meterHistory } from "wandb-automations/evaluate";
import { series } from "wandb-automations/history";

const spike = defineAutomation({
  name: "loss|spike <b>",
  event: new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(2) }),
  action: new DoNothing(),
});
const never = defineAutomation({
  name: "never",
  event: new OnRunMetric({ scope: "acme/vision", filter: RunEvent.metric("loss").gt(1e9) }),
  action: new DoNothing(),
});
const run = (id: string, values: string, startTime = Date.UTC(2026, 10, 20) / 1000) =>
  series("loss", values, { run: { id, entity: "acme", project: "vision" }, interval: 3600, startTime });

async function rates(history: EvaluationSource, maxFiringsPerDay?: number) {
  const metered = meterHistory(history);
  const verdict = await dryRun([spike, never], metered.source);
  return firingRates(verdict, metered.span(), { maxFiringsPerDay });
}

const DAY = 86_400;
const noon = Date.UTC(2026, 10, 25, 12) / 1000;
const some = [run("a", "9x47"), run("b", "1x3 9"), run("c", "1x3"), run("d", "9", noon)];

describe("firingRates", () => {
  it("counts firings by run and day, and only the days on which anything was logged", async () => {
    const { span, rates: found } = await rates(some);
    const first = Date.UTC(2026, 10, 20) / 1000;
    expect(span).toEqual({ runs: 4, rows: 58, days: 3, first, last: noon });
    expect(found[0]).toMatchObject({
      firings: 4,
      runs: 4,
      runsHit: 3,
      perDay: 4 / 3,
      busiest: { date: "2026-11-20", firings: 2 },
      exceeded: false,
      hits: [
        { run: { id: "a" }, firings: 2, step: 0, timestamp: first },
        { run: { id: "b" }, firings: 1, step: 4, timestamp: first + 4 * 3600 },
        { run: { id: "d" }, firings: 1, step: 0, timestamp: noon },
      ],
    });
    expect(found[1]).toMatchObject({ firings: 0, runsHit: 0, perDay: 0, hits: [] });
    expect(found[1]).not.toHaveProperty("busiest");
  });

  it("holds the busiest day against the budget, not the average", async () => {
    expect((await rates(some, 2)).exceeded).toBe(false);
    const over = await rates(some, 1);
    expect(over.exceeded).toBe(true);
    expect(over.rates.map(({ exceeded }) => exceeded)).toEqual([true, false]);
    expect((await rates(some, 0)).rates[1]!.exceeded).toBe(false);
  });

  it("takes firings without a time to be of one day", async () => {
    const untimed = ["a", "b"].map((id) => ({ run: { id }, rows: [{ _step: 0, loss: 9 }] }));
    const { span, rates: found } = await rates(untimed, 1);
    expect(span).toEqual({ runs: 2, rows: 2, days: 0 });
    expect(found[0]).toMatchObject({ perDay: 2, busiest: { date: undefined, firings: 2 }, exceeded: true });
  });

  it("survives times that no calendar has", async () => {
    const odd = [{ run: { id: "a" }, rows: [{ _step: 0, _timestamp: 1e300, loss: 9 }] }];
    const found = await rates(odd);
    expect(found.rates[0]!.busiest).toEqual({ date: undefined, firings: 1 });
    expect(found.toMarkdown()).toContain("1 run, 1 row");
  });

  it.each([-1, Number.NaN, "2" as never])("refuses a budget of %j", async (budget) => {
    await expect(rates(some, budget)).rejects.toThrow("maxFiringsPerDay: must be a number, 0 or more");
  });

  it("reads rows as they come, also those of a stream that is read once", async () => {
    let open = 0;
    async function* stream() {
      for (let i = 0; i < 5; i++) {
        expect(open).toBe(0);
        open++;
        yield {
          run: { id: `r${i}` },
          rows: (async function* () {
            yield { _step: 0, _timestamp: i * DAY, loss: 9 };
            open--;
          })(),
        };
      }
    }
    const seen: number[] = [];
    const metered = meterHistory(stream(), (runs) => seen.push(runs));
    const verdict = await dryRun(spike, metered.source);
    expect(metered.span()).toMatchObject({ runs: 5, rows: 5, days: 5 });
    expect(verdict.firings).toHaveLength(5);
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("its reports", () => {
  it("are Markdown that names can't break", async () => {
    const text = (await rates(some, 1)).toMarkdown();
    expect(text).toContain("4 runs, 58 rows on 3 days, 2026-11-20 to 2026-11-25");
    expect(text).toContain("| loss\\|spike \\<b\\> | 4 | 3 of 4 | 1.33 | 2 on 2026-11-20 | exceeded |");
    expect(text).toContain("| a | 2 | 0 | 2026-11-20T00:00:00Z |");
    const rows = text.split("\n").filter((line) => line.startsWith("|"));
    for (const row of rows) expect(row.replaceAll("\\|", "").split("|").length).toBeGreaterThan(4);
  });

  it("are a web page with pictures", async () => {
    const page = (await rates(some, 1)).toHTML({ theme: "light" });
    expect(page).toContain("<title>Backtest</title>");
    expect(page).toContain("Over the budget of 1 a day: loss|spike &lt;b&gt;.");
    expect(page).toContain("<svg");
    expect(page).not.toContain("spike <b>");
  });

  it("are JSON that can be written", async () => {
    const json = (await rates(some, 1)).toJSON();
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
    expect(json).toMatchObject({
      schema: "wandb-automations/firing-rates/1",
      exceeded: true,
      maxFiringsPerDay: 1,
      span: { days: 3 },
      automations: [{ firings: 4 }, { firings: 0 }],
    });
  });
});
