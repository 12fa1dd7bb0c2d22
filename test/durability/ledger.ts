import type { Victim } from "./victim.js";

const FILTER = JSON.stringify({
  run_filter: '{"$and":[]}',
  run_metric_filter: {
    threshold_filter: { name: "loss", agg_op: null, window_size: 1, cmp_op: "$gt", threshold: 0.5 },
  },
  metric_filter: null,
});
const CREATE = `mutation($input: CreateFilterTriggerInput!) { result: createFilterTrigger(input: $input) { trigger { id } } }`;
const UPDATE = `mutation($input: UpdateFilterTriggerInput!) { result: updateFilterTrigger(input: $input) { trigger { id } } }`;
const DELETE = "mutation($id: ID!) { result: deleteTrigger(input: { triggerID: $id }) { success } }";
const LOG = "mutation($run: String!, $rows: [JSON!]!) { emulator { log(run: $run, rows: $rows) } }";
const RUN = `mutation($id: String!) { emulator { createRun(project: "acme/vision", id: $id) { id } } }`;

interface Automation {
  readonly name: string;
  readonly id: string;
  /** The last acknowledged one first; behind it one that was sent and never answered. */
  descriptions: string[];
  /** A deletion was sent and never answered. */
  maybeGone: boolean;
  busy: boolean;
}

interface Run {
  readonly id: string;
  /** How many rows were acknowledged, and how many were sent. */
  acknowledged: number;
  sent: number;
  busy: boolean;
}

/** What was done to an emulator: what it acknowledged, and what it may or may not have done. */
export class Ledger {
  readonly #automations = new Map<string, Automation>();
  readonly #gone = new Set<string>();
  readonly #runs = new Map<string, Run>();
  #serial = 0;
  acknowledged = 0;

  /** One change, picked by chance. Rejects when it wasn't answered. */
  async change(victim: Victim, scopeID: string): Promise<void> {
    const dice = Math.random();
    const automation = free(this.#automations);
    const run = free(this.#runs);
    if (dice < 0.35 || !automation) await this.#create(victim, scopeID);
    else if (dice < 0.6) await busy(automation, () => this.#update(victim, automation));
    else if (dice < 0.68) await busy(automation, () => this.#delete(victim, automation));
    else if (dice < 0.74 || !run) await this.#begin(victim);
    else await busy(run, () => this.#log(victim, run));
    this.acknowledged += 1;
  }

  async #create(victim: Victim, scopeID: string): Promise<void> {
    const name = `automation-${this.#serial++}`;
    const { result } = await victim.send(CREATE, {
      input: {
        name,
        description: "new",
        enabled: true,
        scopeType: "PROJECT",
        scopeID,
        triggeringEventType: "RUN_METRIC",
        // Never holds: only the webhook's automation fires.
        eventFilter: FILTER.replace("0.5", "1e9"),
        triggeredActionType: "NO_OP",
        triggeredActionConfig: { noOpActionInput: { noOp: true } },
      },
    });
    const { id } = result.trigger;
    this.#automations.set(name, { name, id, descriptions: ["new"], maybeGone: false, busy: false });
  }

  async #update(victim: Victim, automation: Automation): Promise<void> {
    const description = `changed ${this.#serial++}`;
    automation.descriptions.push(description);
    await victim.send(UPDATE, { input: { id: automation.id, description } });
    automation.descriptions = [description];
  }

  async #delete(victim: Victim, automation: Automation): Promise<void> {
    automation.maybeGone = true;
    await victim.send(DELETE, { id: automation.id });
    this.#automations.delete(automation.name);
    this.#gone.add(automation.name);
  }

  async #begin(victim: Victim): Promise<void> {
    const id = `run-${this.#serial++}`;
    await victim.send(RUN, { id });
    this.#runs.set(id, { id, acknowledged: 0, sent: 0, busy: false });
  }

  async #log(victim: Victim, run: Run): Promise<void> {
    run.sent = run.acknowledged + 1;
    await victim.send(LOG, { run: `acme/vision/${run.id}`, rows: [{ _step: run.acknowledged, loss: 1 }] });
    run.acknowledged = run.sent;
  }

  /** Compares with what the emulator has after a restart, and goes on from there. Throws where something is lost. */
  async verify(victim: Victim): Promise<void> {
    const found = await listAutomations(victim);
    for (const automation of [...this.#automations.values()]) {
      const description = found.get(automation.name);
      automation.busy = false;
      if (description === undefined && automation.maybeGone) this.#automations.delete(automation.name);
      else if (description === undefined) throw new Error(`${automation.name} is lost`);
      else if (!automation.descriptions.includes(description))
        throw new Error(`${automation.name} has ${description}, not ${automation.descriptions.join(" or ")}`);
      else automation.descriptions = [description];
    }
    for (const name of this.#gone) if (found.has(name)) throw new Error(`${name} is back`);
    for (const run of this.#runs.values()) {
      const { project } = await victim.send(
        'query($id: String!) { project(name: "vision", entityName: "acme") { run(name: $id) { history } } }',
        { id: run.id },
      );
      const lines = project.run.history as string[];
      const steps = lines.map((line) => JSON.parse(line)._step as number);
      if (steps.some((step, i) => step !== i) || steps.length < run.acknowledged || steps.length > run.sent)
        throw new Error(`${run.id} has steps ${steps}, not ${run.acknowledged} to ${run.sent} of them`);
      Object.assign(run, { acknowledged: steps.length, sent: steps.length, busy: false });
    }
  }

  /** Runs that logged a row, which is when the webhook's automation fires. */
  get fired(): string[] {
    return [...this.#runs.values()]
      .filter((run) => run.acknowledged > 0)
      .map(({ id }) => `acme/vision/${id}`);
  }
}

async function listAutomations(victim: Victim): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let after: string | null = null; ; ) {
    const { entity } = await victim.send(
      `query($after: String) { entity(name: "acme") { triggers(first: 500, after: $after) {
        pageInfo { endCursor hasNextPage } edges { node { name description } } } } }`,
      { after },
    );
    const { edges, pageInfo } = entity.triggers;
    for (const { node } of edges) {
      if (found.has(node.name)) throw new Error(`${node.name} is listed twice`);
      found.set(node.name, node.description);
    }
    if (!pageInfo.hasNextPage) return found;
    after = pageInfo.endCursor;
  }
}

function free<T extends { readonly busy: boolean }>(from: ReadonlyMap<string, T>): T | undefined {
  const candidates = [...from.values()].filter((item) => !item.busy);
  return candidates[Math.floor(Math.random() * candidates.length)];
}

/** Keeps an item to one change at a time; after a change that wasn't answered it stays taken until `verify`. */
async function busy(item: { busy: boolean }, change: () => Promise<void>): Promise<void> {
  item.busy = true;
  await change();
  item.busy = false;
}
