import type { UserRecord } from "./records.js";
import type { Store } from "./store.js";

const USERNAME = "emulator-user";

/** The user that any well-formed key stands for: an administrator. Made when the store is new. */
export function ensureOwner(store: Store): UserRecord {
  const existing = store.usersByName.first(USERNAME);
  if (existing) return existing;
  const user = store.users.put({
    ...store.newRecord("User"),
    username: USERNAME,
    name: USERNAME,
    email: `${USERNAME}@example.com`,
    admin: true,
    defaultEntity: USERNAME,
  });
  store.entities.put({ ...store.newRecord("Entity"), name: USERNAME, kind: "user", members: [user.id] });
  return user;
}

/** The owner as clients see them: their default entity is the first team there is, as on W&B for team members. */
export function currentOwner(store: Store): UserRecord {
  const owner = ensureOwner(store);
  const team = store.entities.all().find((entity) => entity.kind === "team");
  return team ? { ...owner, defaultEntity: team.name } : owner;
}
