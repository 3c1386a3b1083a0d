import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";

/** @throws Refusal `not_found` for a workspace that is not there or is closed */
export async function requireOpenWorkspace(db: Prisma, id: string): Promise<void> {
  const isOpen = (await db.workspace.count({ where: { id, closedAt: null } })) > 0;
  if (!isOpen) throw new Refusal("not_found");
}
