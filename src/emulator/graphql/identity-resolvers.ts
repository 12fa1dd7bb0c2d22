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
      users: (_parent, { query }, { user }) =>
        edgesOf(
          usersLike(
            store.users.all().filter((one) => user.admin || one.id === user.id),
            query ?? "",
          ),
        ),
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

/** Users whose name or address begins or ends so; the one who is called so exactly comes first. */
function usersLike(users: readonly UserRecord[], text: string): readonly UserRecord[] {
  const isLike = (name: string) => name.startsWith(text) || name.endsWith(text);
  const rank = ({ username, email }: UserRecord) => (username === text || email === text ? 0 : 1);
  return users
    .filter(({ username, email }) => isLike(username) || isLike(email))
    .sort((a, b) => rank(a) - rank(b));
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
