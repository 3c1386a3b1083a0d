import { type Prisma, sql } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";

type Standing = {
  role: "USER" | "ADMIN";
  deletionRequestedAt: Date | null;
  erasedAt: Date | null;
  pausedAt: Date | null;
};

export type LockedPerson = Standing & {
  /** Whether nobody else could run the platform. */
  isLastAdmin: boolean;
};

/**
 * Holds a person until the transaction ends, but not those who only refer to them. Of any number of
 * acts at once that each take an admin away, none takes the last one: each waits for the one before.
 * Who is paused, leaving or erased is no admin here.
 * @throws Refusal `not_found` where there is nobody, or nobody any more
 */
export async function lockPerson(tx: Prisma, profileId: string): Promise<LockedPerson> {
  const [person] = await tx.$queryRaw<Standing[]>(sql`
    SELECT role::text AS role, deletion_requested_at AS "deletionRequestedAt", erased_at AS "erasedAt",
      paused_at AS "pausedAt"
    FROM profiles WHERE id = ${profileId}::uuid FOR NO KEY UPDATE`);
  if (!person || person.erasedAt !== null) throw new Refusal("not_found");
  const { role, deletionRequestedAt, pausedAt } = person;
  const isAdmin = role === "ADMIN" && deletionRequestedAt === null && pausedAt === null;
  return { ...person, isLastAdmin: isAdmin && !(await hasOtherAdmin(tx, profileId)) };
}

async function hasOtherAdmin(tx: Prisma, profileId: string): Promise<boolean> {
  await tx.$executeRaw(sql`SELECT pg_advisory_xact_lock(hashtext('last_admin'))`);
  // A statement of its own, so that it sees what was committed while this one waited.
  const canAct = { role: "ADMIN" as const, erasedAt: null, deletionRequestedAt: null, pausedAt: null };
  return (await tx.profile.count({ where: { ...canAct, id: { not: profileId } } })) > 0;
}

/**
 * @param reason how it is said to whoever asks
 * @throws Refusal `conflict` with the reason
 */
export function requireOtherAdmin(
  { isLastAdmin }: LockedPerson,
  reason: "last_admin" | "own_last_admin" = "last_admin",
): void {
  if (isLastAdmin) throw new Refusal("conflict", { values: { reason } });
}
