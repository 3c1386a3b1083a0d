import { type Prisma, sql } from "#platform/db/prisma.ts";

/** Every kind of thing that the audit calls `<kind>:<id>`, by what its ids begin with where they tell. */
const subjectKinds = [
  ...["account", "api_key", "billing", "code", "customer", "discount", "discount_code", "dispute"],
  ...["exchange_rate", "grant", "invoice", "job", "mail", "override", "payment_method", "profile"],
  ...["promo_batch", "promo_code", "promo_grant", "refund", "retention", "revenue", "stripe_comparison"],
  ...["subscription", "waiver", "webhook_event", "workspace"],
];

const actorKinds = ["admin", "profile", "api_key"];

/** An address is one person's, but nothing in the table says so. */
const mostPeople = 5;

/**
 * What the audit may have written for something that a person typed: the text itself where it says
 * its kind, else every kind with that id. An address of mail is its profile's id.
 * @returns null when nothing was typed; empty when an address is nobody's
 */
async function findNamed(db: Prisma, typed: string, kinds: readonly string[]): Promise<string[] | null> {
  if (typed === "") return null;
  if (typed.includes("@")) {
    const people = await db.$queryRaw<{ id: string }[]>(sql`
      SELECT id FROM profiles WHERE lower(email) = lower(${typed}) LIMIT ${mostPeople}`);
    return people.flatMap(({ id }) => kinds.filter(isPerson).map((kind) => `${kind}:${id}`));
  }
  if (typed.includes(":")) return [typed];
  return [typed, ...kinds.map((kind) => `${kind}:${typed}`)];
}

const isPerson = (kind: string) => kind === "admin" || kind === "profile";

export const findActors = (db: Prisma, typed: string) => findNamed(db, typed, actorKinds);
export const findSubjects = (db: Prisma, typed: string) => findNamed(db, typed, subjectKinds);
