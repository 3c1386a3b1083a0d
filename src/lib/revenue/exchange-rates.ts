import { allowAct } from "#lib/admin/acts.ts";
import { requireAdmin } from "#lib/admin/guard.ts";
import { recordAudit } from "#lib/audit/record.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { type Prisma, type PrismaRoot, sql } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import type { Rate } from "./convert.ts";
import type { RateBody } from "./validation.ts";

/**
 * The newest rate between each two currencies.
 * @throws Refusal `forbidden`
 */
export async function getRates(db: Prisma, viewer: Viewer): Promise<Rate[]> {
  requireAdmin(viewer);
  return db.$queryRaw<Rate[]>(sql`
    SELECT DISTINCT ON (currency, "into") currency, "into", rate_micros AS "rateMicros",
      to_char(day, 'YYYY-MM-DD') AS day, source
    FROM exchange_rates ORDER BY currency, "into", day DESC, id DESC`);
}

/** Before Stripe's time; a year that is mistyped is mostly one of these. */
const earliestDay = "2000-01-01";

/**
 * Notes a rate of a day. Those of before stay.
 * @throws Refusal `forbidden`, `validation` for a day that has not come: until then no other would count
 */
export async function setRate(db: PrismaRoot, viewer: Viewer, body: RateBody, now: Date): Promise<void> {
  const actor = allowAct(viewer, "revenue.rate_set", now);
  const { rate, day, ...pair } = body;
  const today = now.toISOString().slice(0, 10);
  if (day < earliestDay || day > today) throw new Refusal("validation", { fields: { day: ["rate_day"] } });
  const after = { ...pair, day, rateMicros: rate };
  const subject = `exchange_rate:${pair.currency}_${pair.into}`;
  await db.$transaction(async (tx) => {
    const kept = { ...pair, day: new Date(day), rateMicros: rate, setBy: actor, createdAt: now };
    await tx.exchangeRate.create({ data: kept });
    await recordAudit(tx, [{ actor, action: "revenue.rate_set", subject, workspaceId: null, after }], now);
  });
}
