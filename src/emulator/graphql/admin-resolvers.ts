import type { RunHistory } from "../../history/run-history.js";
import { readWandbFile } from "../../history/wandb/read-wandb-file.js";
import { describeRun, type EmulatorAdmin, type MadeRun } from "../admin/emulator-admin.js";
import type { ReplayOptions } from "../runs/replay-run.js";
import type { RunService } from "../runs/run-service.js";
import type { ExecutionRecord } from "../store/records.js";
import type { FieldResolvers, RequestContext, TypeResolvers, World } from "../world.js";
import { permissionDenied } from "./api-error.js";
import { toConnection } from "./connection.js";

export interface AdminResolverParts {
  readonly world: World;
  readonly admin: EmulatorAdmin;
  readonly runs: RunService;
  readonly replay: (history: RunHistory, options: ReplayOptions) => Promise<MadeRun>;
}

/** An argument left out and an argument that is null are the same. */
// biome-ignore lint/suspicious/noExplicitAny: what the schema says the arguments are
function given(args: any): any {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== null));
}

const done = (promise: Promise<unknown>) => promise.then(() => true);

/** The namespace `emulator` of queries and mutations. */
export function adminResolvers(parts: AdminResolverParts): TypeResolvers {
  const { world } = parts;
  const namespace = (_parent: unknown, _args: unknown, { user }: RequestContext) => {
    if (!user.admin) throw permissionDenied(`${user.username} is no administrator of the emulator`);
    return {};
  };
  return {
    Query: { emulator: namespace },
    Mutation: { emulator: namespace },
    EmulatorQuery: {
      executions: (_parent, { automation, state, ...page }) =>
        toConnection(
          world.store.executions
            .all()
            .filter(
              (execution) =>
                (!automation || [execution.automationId, execution.automationName].includes(automation)) &&
                (!state || execution.state === state),
            ),
          page,
          "newest",
        ),
    },
    EmulatorExecution: {
      automationID: (execution: ExecutionRecord) => execution.automationId,
      run: ({ run }: ExecutionRecord) => {
        const record = run && world.store.runs.get(run.id);
        return record ? describeRun(world.store, world.directory, record).path : null;
      },
      step: ({ run }: ExecutionRecord) => run?.step ?? null,
      timestamp: ({ run }: ExecutionRecord) => run?.timestamp ?? null,
    },
    EmulatorMutation: mutations(parts),
  };
}

function mutations({ admin, runs, replay, world }: AdminResolverParts): FieldResolvers {
  return {
    createUser: (_parent, args) => admin.createUser(given(args)),
    createTeam: (_parent, args) => admin.createTeam(given(args)),
    createOrganization: (_parent, args) => admin.createOrganization(given(args)),
    createProject: (_parent, { path }) => admin.createProject(path),
    createRegistry: (_parent, args) => admin.createRegistry(given(args)),
    createCollection: (_parent, { path, ...options }) => admin.createCollection(path, given(options)),
    createVersion: (_parent, { path, ...options }) => admin.createVersion(path, given(options)),
    linkVersion: (_parent, { source, target, ...options }) =>
      admin.linkVersion(source, target, given(options)),
    unlinkVersion: (_parent, { path }) => done(admin.unlinkVersion(path)),
    addAlias: (_parent, { path, alias }) => admin.addAlias(path, alias),
    addTag: (_parent, { path, tag }) => done(admin.addTag(path, tag)),
    removeTag: (_parent, { path, tag }) => done(admin.removeTag(path, tag)),
    addCollectionTag: (_parent, { path, tag }) => done(admin.addCollectionTag(path, tag)),
    removeCollectionTag: (_parent, { path, tag }) => done(admin.removeCollectionTag(path, tag)),
    createSlackIntegration: async (_parent, args) => ({
      name: args.channelName,
      ...(await admin.createSlackIntegration(given(args))),
    }),
    createWebhookIntegration: (_parent, args) => admin.createWebhookIntegration(given(args)),
    putSecret: (_parent, args) => done(admin.putSecret(args)),
    createRun: (_parent, { project, ...options }) => admin.createRun(project, given(options)),
    log: async (_parent, { run, rows }) => {
      for (const row of rows) runs.logNow(runs.find("log", run), row);
      await world.store.flush();
      return true;
    },
    setRunState: (_parent, { run, state }) => admin.setRunState(run, state),
    replay: async (_parent, { file, name, ...options }) => {
      const bytes = Buffer.from(file, "base64");
      return replay(await readWandbFile(bytes, { name: name ?? "upload.wandb" }), given(options));
    },
  };
}
