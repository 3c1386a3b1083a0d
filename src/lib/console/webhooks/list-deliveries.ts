import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type Page, toPage } from "#shared/keyset.ts";
import * as store from "./store.ts";
import type { DeliveriesQuery } from "./validation.ts";

const rowsPerPage = 50;
export const countedAtMost = 10_000;

export type Deliveries = Page<store.Delivery> & {
  /** Each type that was ever delivered. */
  types: string[];
  /** How many match that are newer than `past`, counted no further than one beyond `countedAtMost`. */
  matching: number;
};

/** Stripe's deliveries that match the filters, the newest first. @throws Refusal `forbidden` */
export async function listDeliveries(
  db: Prisma,
  viewer: Viewer,
  { after, past, ...filters }: DeliveriesQuery,
): Promise<Deliveries> {
  requireAdmin(viewer);
  const [rows, types, matching] = await Promise.all([
    store.listDeliveries(db, filters, after, rowsPerPage + 1),
    store.listDeliveryTypes(db),
    store.countDeliveries(db, filters, past, countedAtMost + 1),
  ]);
  return { ...toPage(rows, rowsPerPage, ({ receivedAt, id }) => ({ at: receivedAt, id })), types, matching };
}
