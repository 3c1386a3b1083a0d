import { enqueueMails } from "#lib/mails/enqueue-mails.ts";
import type { Notice } from "#lib/mails/mail-kinds.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { parseLocale } from "#shared/locale.ts";

/** Tells a person about their own account, at the address that the row has at this moment. */
export async function tellPerson(tx: Prisma, profileId: string, notice: Notice, now: Date): Promise<void> {
  const select = { email: true, locale: true };
  const { email, locale } = await tx.profile.findUniqueOrThrow({ where: { id: profileId }, select });
  const recipient = { profileId, email, locale: parseLocale(locale) };
  await enqueueMails(tx, [{ notice, workspaceId: null, recipient }], now);
}
