import { type Prisma, sql } from "#platform/db/prisma.ts";
import { dayMs } from "#shared/time.ts";
import { isMailProvider } from "./mail-providers.ts";

type Counted = {
  count: number;
  /** How many of them were given a trial. */
  trials: number;
};
export type SignUpCounts = {
  domains: (Counted & {
    domain: string;
    /** A public mail provider: many sign-ups are to be expected. */
    isProvider: boolean;
  })[];
  networks: (Counted & { network: string })[];
};

const mostRows = 50;
/** How long it is known from which network somebody signed up. */
const networkKeptMs = 90 * dayMs;

/** Sign-ups since an instant by e-mail domain and by network, the most first. */
export async function listSignUpCounts(db: Prisma, since: Date): Promise<SignUpCounts> {
  const [domains, networks] = await Promise.all([
    db.$queryRaw<(Counted & { domain: string })[]>(sql`
      SELECT email_domain AS domain, count(*)::int AS count,
        (count(*) FILTER (WHERE trial = 'given'))::int AS trials
      FROM sign_ups WHERE at >= ${since}
      GROUP BY email_domain ORDER BY count DESC, domain LIMIT ${mostRows}`),
    db.$queryRaw<(Counted & { network: string })[]>(sql`
      SELECT network, count(*)::int AS count, (count(*) FILTER (WHERE trial = 'given'))::int AS trials
      FROM sign_ups WHERE at >= ${since} AND network IS NOT NULL
      GROUP BY network ORDER BY count DESC, network LIMIT ${mostRows}`),
  ]);
  return { domains: domains.map((row) => ({ ...row, isProvider: isMailProvider(row.domain) })), networks };
}

/** @returns how many sign-ups no longer tell their network */
export async function forgetNetworks(db: Prisma, now: Date): Promise<number> {
  const { count } = await db.signUp.updateMany({
    where: { at: { lt: new Date(now.getTime() - networkKeptMs) }, network: { not: null } },
    data: { network: null },
  });
  return count;
}
