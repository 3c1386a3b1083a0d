import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { type Page, toPage } from "#shared/keyset.ts";
import { replayedAtOnce } from "../replay.ts";
import * as store from "./store.ts";
import type { DeliveriesQuery } from "./validation.ts";

const rowsPerPage = 50;

export type Deliveries = Page<store.Delivery> & {
  /** Each type that was ever delivered. */
  types: string[];
  /** How many match the filters, counted no further than one beyond what a click replays. */
  matching: number;
};

/** Stripe's deliveries that match the filters, the newest first. @throws Refusal `forbidden` */
export async function listDeliveries(
  db: Prisma,
  viewer: Viewer,
  { after, ...filters }: DeliveriesQuery,
): Promise<Deliveries> {
  requireAdmin(viewer);
  const [rows, types, matching] = await Promise.all([
    store.listDeliveries(db, filters, after, rowsPerPage + 1),
    store.listDeliveryTypes(db),
    store.countDeliveries(db, filters, replayedAtOnce + 1),
  ]);
  return { ...toPage(rows, rowsPerPage, ({ receivedAt, id }) => ({ at: receivedAt, id })), types, matching };
}
