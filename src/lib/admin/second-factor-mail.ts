import { enqueueMails } from "#lib/mails/enqueue-mails.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import type { Locale } from "#shared/locale.ts";

/** Tells a person that a second factor of theirs is there, or is there no more. */
export async function mailOfFactor(
  tx: Prisma,
  kind: "second_factor_added" | "second_factor_removed",
  { profileId, email, locale }: { profileId: string; email: string; locale: Locale },
  now: Date,
): Promise<void> {
  const notice = { kind, about: now.toISOString(), values: {} };
  await enqueueMails(tx, [{ notice, workspaceId: null, recipient: { profileId, email, locale } }], now);
}
