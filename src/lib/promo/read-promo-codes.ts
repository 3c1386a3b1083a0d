import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { type Page, type Place, toPage } from "#shared/keyset.ts";
import * as store from "./code-store.ts";
import { canonicalCode } from "./code-text.ts";
import { type ListPromoCodes, parsePromoId } from "./validation.ts";

// Looking at promo codes: for those who run the platform. Every call checks it itself.

const rowsPerPage = 50;

/** The newest first, found by the beginning of the code or of words in the description. @throws Refusal `forbidden` */
export async function listPromoCodes(
  db: Prisma,
  viewer: Viewer,
  query: ListPromoCodes,
  now: Date,
): Promise<Page<store.PromoCode>> {
  requireAdmin(viewer);
  const rows = await store.listCodes(db, query, canonicalCode(query.q), now, rowsPerPage + 1);
  return toPage(rows, rowsPerPage, ({ createdAt, id }) => ({ at: createdAt, id }));
}

/** @throws Refusal `forbidden`, `not_found` */
export async function getPromoCode(
  db: Prisma,
  viewer: Viewer,
  unverifiedId: string,
): Promise<store.PromoCode> {
  requireAdmin(viewer);
  const found = await store.findPromoCode(db, parsePromoId(unverifiedId));
  if (found === null) throw new Refusal("not_found");
  return found;
}

/** Who has redeemed a code, the newest first. @throws Refusal `forbidden` */
export async function listRedemptions(
  db: Prisma,
  viewer: Viewer,
  id: string,
  after: Place | null,
): Promise<Page<store.Redemption>> {
  requireAdmin(viewer);
  const rows = await store.listRedemptions(db, id, after, rowsPerPage + 1);
  return toPage(rows, rowsPerPage, ({ redeemedAt, id }) => ({ at: redeemedAt, id }));
}
