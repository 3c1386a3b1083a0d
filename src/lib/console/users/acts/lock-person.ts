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
 * Holds a person until the transaction ends, and before them all admins who can act: so that of any
 * number of acts at once that each take an admin away, none takes the last one. Who is paused,
 * leaving or erased is no admin here.
 * @throws Refusal `not_found` where there is nobody, or nobody any more
 */
export async function lockPerson(tx: Prisma, profileId: string): Promise<LockedPerson> {
  const admins = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT id FROM profiles
    WHERE role = 'ADMIN' AND erased_at IS NULL AND deletion_requested_at IS NULL AND paused_at IS NULL
    ORDER BY id FOR NO KEY UPDATE`);
  const [person] = await tx.$queryRaw<Standing[]>(sql`
    SELECT role::text AS role, deletion_requested_at AS "deletionRequestedAt", erased_at AS "erasedAt",
      paused_at AS "pausedAt"
    FROM profiles WHERE id = ${profileId}::uuid FOR NO KEY UPDATE`);
  if (!person || person.erasedAt !== null) throw new Refusal("not_found");
  const isLastAdmin = admins.length === 1 && admins[0]?.id === profileId;
  return { ...person, isLastAdmin };
}

/** @throws Refusal `conflict` with the reason `last_admin` */
export function requireOtherAdmin({ isLastAdmin }: LockedPerson): void {
  if (isLastAdmin) throw new Refusal("conflict", { values: { reason: "last_admin" } });
}
