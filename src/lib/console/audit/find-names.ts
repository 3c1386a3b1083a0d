import { type Prisma, sql } from "#platform/db/prisma.ts";

/** By id, what people call whoever an entry speaks of; what is not found has no name any more. */
export type Names = {
  /** E-mail addresses of profiles. */
  people: Record<string, string>;
  /** Names of workspaces, with the one who owns each. */
  workspaces: Record<string, { name: string; ownerId: string | null }>;
  /** Beginnings of API keys. */
  keys: Record<string, string>;
};

type Entry = { actor: string; subject: string; workspaceId: string | null };

const uuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/;

/** The names in some entries: three look-ups by primary key, however many entries there are. */
export async function findNames(db: Prisma, entries: readonly Entry[]): Promise<Names> {
  const named = entries.flatMap(({ actor, subject }) => [actor, subject]);
  const profileIds = [...idsOf(named, "admin"), ...idsOf(named, "profile")];
  const workspaceIds = [
    ...idsOf(named, "workspace"),
    ...entries.flatMap(({ workspaceId }) => (workspaceId === null ? [] : [workspaceId])),
  ];
  const [people, workspaces, keys] = await Promise.all([
    listPeople(db, [...new Set(profileIds)]),
    listWorkspaces(db, [...new Set(workspaceIds)]),
    listKeys(db, idsOf(named, "api_key")),
  ]);
  return {
    people: Object.fromEntries(people.map(({ id, email }) => [id, email])),
    workspaces: Object.fromEntries(workspaces.map(({ id, name, ownerId }) => [id, { name, ownerId }])),
    keys: Object.fromEntries(keys.map(({ id, prefix }) => [id, prefix])),
  };
}

/** The ids of one kind among `<kind>:<id>`. */
function idsOf(named: readonly string[], kind: string): string[] {
  const ids = named.flatMap((text) => {
    const id = text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : "";
    return uuid.test(id) ? [id] : [];
  });
  return [...new Set(ids)];
}

async function listPeople(db: Prisma, ids: string[]): Promise<{ id: string; email: string }[]> {
  if (ids.length === 0) return [];
  return db.profile.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } });
}

type WorkspaceName = { id: string; name: string; ownerId: string | null };

async function listWorkspaces(db: Prisma, ids: string[]): Promise<WorkspaceName[]> {
  if (ids.length === 0) return [];
  return db.$queryRaw<WorkspaceName[]>(sql`
    SELECT w.id, w.name, (
      SELECT m.profile_id FROM workspace_members m WHERE m.workspace_id = w.id AND m.role = 'OWNER'
      ORDER BY m.created_at LIMIT 1) AS "ownerId"
    FROM workspaces w WHERE w.id = ANY(${ids}::uuid[])`);
}

async function listKeys(db: Prisma, ids: string[]): Promise<{ id: string; prefix: string }[]> {
  if (ids.length === 0) return [];
  return db.apiKey.findMany({ where: { id: { in: ids } }, select: { id: true, prefix: true } });
}
