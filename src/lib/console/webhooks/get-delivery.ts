import { requireAdmin } from "#lib/admin/guard.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import type { Prisma } from "#platform/db/prisma.ts";
import { Refusal } from "#shared/errors.ts";
import { minuteMs } from "#shared/time.ts";
import { findNames, type Names } from "../audit/find-names.ts";
import { maskPayload } from "./mask-payload.ts";
import * as store from "./store.ts";

/** The clocks of two processes may differ by so much. */
const skewMs = minuteMs;
const shownAtMost = 50;

export type DeliveryDetail = {
  delivery: store.Delivery;
  /** As it was delivered, without secrets, people and cards. */
  payload: unknown;
  workspace: { id: string; name: string } | null;
  /** What its processing changed, the newest first: each entry of the audit names the deliveries behind it. */
  changes: store.Change[];
  /** Other deliveries that the same reading of the customer served: they share its changes. */
  servedWith: number;
  replays: store.Change[];
  names: Names;
};

/** One delivery, with what it carried and what came of it. @throws Refusal `forbidden`, `not_found` */
export async function getDelivery(
  db: Prisma,
  viewer: Viewer,
  id: string,
  now: Date,
): Promise<DeliveryDetail> {
  requireAdmin(viewer);
  const found = await store.findDelivery(db, id);
  if (found === null) throw new Refusal("not_found");
  const { payload, ...delivery } = found;
  const [{ workspace, changes, servedWith }, replays] = await Promise.all([
    findEffects(db, delivery, now),
    store.listReplays(db, id, shownAtMost),
  ]);
  const workspaceId = workspace?.id ?? null;
  const names = await findNames(db, [
    ...changes.map((change) => ({ ...change, workspaceId })),
    ...replays.map((replay) => ({ ...replay, workspaceId: null })),
  ]);
  return { delivery, payload: maskPayload(payload), workspace, changes, servedWith, replays, names };
}

/** An entry names the first few deliveries of its reading, so that all of the reading's are looked for. */
async function findEffects(db: Prisma, delivery: store.Delivery, now: Date) {
  const { id, customerId, receivedAt, processedAt, state } = delivery;
  const workspace = customerId === null ? null : await store.findCustomerWorkspace(db, customerId);
  if (customerId === null || workspace === null) return { workspace, changes: [], servedWith: 0 };
  const together =
    state === "processed" && processedAt ? await store.listServedWith(db, customerId, processedAt) : [];
  const eventIds = [...new Set([id, ...together])];
  const time = {
    since: new Date(receivedAt.getTime() - skewMs),
    until: new Date((processedAt ?? now).getTime() + skewMs),
  };
  const changes = await store.listChanges(db, workspace.id, eventIds, time, shownAtMost);
  return { workspace, changes, servedWith: eventIds.length - 1 };
}
