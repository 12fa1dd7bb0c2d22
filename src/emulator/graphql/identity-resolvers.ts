import type { EntityRecord, OrganizationRecord, UserRecord } from "../store/records.js";
import type { TypeResolvers, World } from "../world.js";
import type { Finder } from "./finder.js";

const edgesOf = (nodes: readonly unknown[]) => ({ edges: nodes.map((node) => ({ node })) });

/** Users, teams, organizations, and what the server can do. */
export function identityResolvers(world: World, finder: Finder): TypeResolvers {
  const { store, directory } = world;
  return {
    Query: {
      viewer: (_parent, _args, { user }) => user,
      serverInfo: () => ({ features: world.features.flags, cliVersionInfo: { max_cli_version: "0.31.0" } }),
      entity: (_parent, { name }, { user }) => finder.entity(user, name),
      organization: (_parent, { name }, { user }) => directory.organization(user, name) ?? null,
    },
    User: {
      flags: () => "{}",
      entity: (user: UserRecord) => user.defaultEntity,
      deletedAt: () => null,
      apiKeys: () => edgesOf([]),
      teams: (user: UserRecord) => edgesOf(directory.teams(user)),
      organizations: (user: UserRecord) => directory.organizations(user),
    },
    Entity: {
      entityType: (entity: EntityRecord) => entity.kind,
      available: () => true,
      readOnly: () => false,
      readOnlyAdmin: () => false,
      isTeam: (entity: EntityRecord) => entity.kind === "team",
      privateOnly: () => false,
      storageBytes: () => 0,
      codeSavingEnabled: () => false,
      defaultAccess: () => "PRIVATE",
      isPaid: () => true,
      members: (entity: EntityRecord) => membersOf(world, entity),
      organization: (entity: EntityRecord) =>
        (entity.organizationId && store.organizations.get(entity.organizationId)) || null,
      user: (entity: EntityRecord) =>
        entity.kind === "user" ? (store.usersByName.first(entity.name) ?? null) : null,
    },
    Organization: {
      orgEntity: (organization: OrganizationRecord) => store.entities.get(organization.entityId) ?? null,
      featureFlags: () =>
        world.features.isOn("AUTOMATION_SCOPE_ENTITY")
          ? [{ rampKey: "automation_entity_scope", isEnabled: true }]
          : [],
    },
  };
}

function membersOf({ store, directory }: World, entity: EntityRecord) {
  return store.users
    .all()
    .filter((user) => directory.maySee(user, entity))
    .map((user) => ({
      id: user.id,
      admin: user.admin,
      pending: false,
      email: user.email,
      username: user.username,
      name: user.name,
      photoUrl: null,
      accountType: "USER",
      apiKey: null,
      role: user.admin ? "admin" : "member",
    }));
}
