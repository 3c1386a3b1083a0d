import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";

/** Who did something, for people: the address of a person, the name of a key, or what the audit says. */
export type Actor = { kind: "person"; id: string; text: string } | { kind: "other"; text: string };

const named = /^(admin|profile|api_key):([\da-f-]{36})$/;

/**
 * Names those whom the audit has as `admin:<id>`, `profile:<id>` and `api_key:<id>`.
 * @throws Refusal `forbidden`
 */
export async function nameActors(
  db: Prisma,
  viewer: Viewer,
  actors: readonly (string | null)[],
): Promise<(actor: string | null) => Actor> {
  requireAdmin(viewer);
  const parsed = actors.flatMap((actor) => {
    const [, kind, id] = named.exec(actor ?? "") ?? [];
    return kind && id ? [{ kind, id }] : [];
  });
  const ids = (isKey: boolean) => [
    ...new Set(parsed.filter(({ kind }) => (kind === "api_key") === isKey).map(({ id }) => id)),
  ];
  const [people, keys] = await Promise.all([
    db.profile.findMany({ where: { id: { in: ids(false) } }, select: { id: true, email: true } }),
    db.apiKey.findMany({ where: { id: { in: ids(true) } }, select: { id: true, name: true } }),
  ]);
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const keyNames = new Map(keys.map(({ id, name }) => [id, name]));
  return (actor) => {
    const id = named.exec(actor ?? "")?.[2] ?? "";
    const email = emails.get(id);
    if (email !== undefined) return { kind: "person", id, text: email };
    return { kind: "other", text: keyNames.get(id) ?? actor ?? "" };
  };
}
