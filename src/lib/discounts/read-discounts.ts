import { requireAdmin } from "#lib/admin/guard.ts";
import { askStripe } from "#lib/billing/ask-stripe.ts";
import { found } from "#lib/billing/mirror/read-customer.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { hasStripe } from "#lib/billing/stripe.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { type Page, type Place, toPage } from "#shared/keyset.ts";
import { secondMs } from "#shared/time.ts";
import {
  type DiscountCode,
  type DiscountState,
  expansionOf,
  readDiscountCode,
  stateOf,
} from "./discount-code.ts";
import * as store from "./store.ts";
import type { ListDiscounts } from "./validation.ts";

// What the console shows of discount codes. Stripe is asked each time, so that codes that were made
// there are seen too; while it does not answer, what it said last is shown, and since when.

const rowsPerPage = 50;
/** Whoever looks at a list does not wait longer for Stripe. */
const lookWithinMs = 3 * secondMs;

export type ListedDiscount = DiscountCode & { state: DiscountState; createdBy: string | null };

export type DiscountList = Page<ListedDiscount> & {
  /** When Stripe said so; null for just now, unknown where nothing is kept that it has said. */
  asOf: Date | "unknown" | null;
};

const placeOf = ({ createdAt, id }: DiscountCode): Place => ({ at: createdAt, id });

/**
 * The newest first.
 * @param withinMs how long Stripe is waited for
 * @throws Refusal `forbidden`
 */
export async function listDiscounts(
  tools: SyncTools,
  viewer: Viewer,
  query: ListDiscounts,
  withinMs = lookWithinMs,
): Promise<DiscountList> {
  requireAdmin(viewer);
  const now = tools.now();
  const stripes = await orNull(async () => {
    const { data, has_more } = await tools.stripe.promotionCodes.list({
      limit: rowsPerPage,
      ...(query.q === "" ? {} : { code: query.q }),
      ...(query.state === null ? {} : { active: query.state === "live" }),
      ...(query.after === null ? {} : { starting_after: query.after.id }),
      expand: expansionOf("data."),
    });
    return { codes: data.map(readDiscountCode), hasMore: has_more };
  }, withinMs);
  if (stripes === null) return listKept(tools.db, query, now);
  const { codes, hasMore } = stripes;
  await store.keepCodes(tools.db, codes, now);
  const ids = codes.map(({ id }) => id);
  const authors = new Map((await store.findCodes(tools.db, ids)).map((one) => [one.id, one.createdBy]));
  const rows = codes.map((code) => listed({ ...code, createdBy: authors.get(code.id) ?? null }, now));
  const last = codes.at(-1);
  return { rows, next: hasMore && last ? placeOf(last) : null, asOf: null };
}

async function listKept(db: Prisma, { q, state, after }: ListDiscounts, now: Date): Promise<DiscountList> {
  const isActive = state === null ? null : state === "live";
  const kept = await store.listCodes(db, { q, isActive, after }, rowsPerPage + 1);
  const { rows, next } = toPage(kept, rowsPerPage, placeOf);
  return {
    rows: rows.map((code) => listed(code, now)),
    next,
    asOf: rows.map(({ readAt }) => readAt).sort((a, b) => a.getTime() - b.getTime())[0] ?? "unknown",
  };
}

const listed = (code: DiscountCode & { createdBy: string | null }, now: Date): ListedDiscount => ({
  ...code,
  state: stateOf(code, now),
});

/** What Stripe answers in time; null where it does not, or where there is none. */
async function orNull<T>(ask: () => Promise<T>, withinMs: number): Promise<T | null> {
  if (!hasStripe()) return null;
  try {
    return await askStripe(ask, withinMs);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

export type DiscountView = {
  code: ListedDiscount;
  asOf: Date | null;
  sums: store.DiscountSum[];
  uses: Page<store.DiscountUse>;
};

/**
 * One code and what it has lowered.
 * @param withinMs how long Stripe is waited for
 * @throws Refusal `forbidden`, `not_found`
 */
export async function getDiscount(
  tools: SyncTools,
  viewer: Viewer,
  id: string,
  after: Place | null,
  withinMs = lookWithinMs,
): Promise<DiscountView> {
  requireAdmin(viewer);
  const now = tools.now();
  const retrieve = () => tools.stripe.promotionCodes.retrieve(id, { expand: expansionOf() });
  const read = await orNull(() => found(retrieve()), withinMs);
  if (read) await store.keepCodes(tools.db, [readDiscountCode(read)], now);
  const [kept] = await store.findCodes(tools.db, [id]);
  if (!kept) throw new Refusal("not_found");
  const [sums, uses] = await Promise.all([
    store.sumUses(tools.db, id),
    store.listUses(tools.db, id, after, rowsPerPage + 1),
  ]);
  return {
    code: listed(kept, now),
    asOf: read ? null : kept.readAt,
    sums,
    uses: toPage(uses, rowsPerPage, ({ usedAt, invoiceId }) => ({ at: usedAt, id: invoiceId })),
  };
}
