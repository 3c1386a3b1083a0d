import { allowAct } from "#lib/admin/acts.ts";
import { type AuditEntry, recordAudit } from "#lib/audit/record.ts";
import type { SyncTools } from "#lib/billing/mirror/sync-customer.ts";
import { processEvents } from "#lib/billing/webhook-handlers.ts";
import { replayEvents } from "#lib/billing/webhooks/inbox.ts";
import type { Viewer } from "#lib/workspaces/viewer.ts";
import { Refusal } from "#shared/errors.ts";
import type { Place } from "#shared/keyset.ts";
import { secondMs } from "#shared/time.ts";
import * as store from "./store.ts";
import { listPlaces } from "./webhooks/store.ts";
import type { ReplayMatching } from "./webhooks/validation.ts";

/** More are left for the next click, so that one click is one transaction of a bearable size. */
export const replayedAtOnce = 500;
/** A person waits no longer than this; what is left then goes on by itself. */
const withinMs = 8 * secondMs;

export type Replayed = {
  replayed: number;
  /** Of these, those that went well before the answer. */
  processed: number;
  /** Failed once more; they are tried again like any other. */
  failed: number;
};

/**
 * Processes an event again as if it had just come, whatever became of it before.
 * @throws Refusal `forbidden`, `not_found`
 */
export async function replayOne(tools: SyncTools, viewer: Viewer, eventId: string): Promise<Replayed> {
  const actor = allowAct(viewer, "webhook.replayed", tools.now());
  const result = await replay(tools, actor, [eventId]);
  if (result.replayed === 0) throw new Refusal("not_found");
  return result;
}

/**
 * Processes what was set aside again, the oldest first.
 * @throws Refusal `forbidden`
 */
export async function replaySetAside(tools: SyncTools, viewer: Viewer): Promise<Replayed> {
  const actor = allowAct(viewer, "webhook.replayed", tools.now());
  return replay(tools, actor, await store.listSetAsideEventIds(tools.db, replayedAtOnce));
}

/**
 * Processes what matches the filters again, the oldest first: as many as one click does, beginning
 * after `past`. What was replayed may match on, so that the next click is told where this one ended.
 * @returns `past` for the next one; null when this was the last
 * @throws Refusal `forbidden`
 */
export async function replayMatching(
  tools: SyncTools,
  viewer: Viewer,
  { past, ...filters }: ReplayMatching,
): Promise<Replayed & { past: Place | null }> {
  const actor = allowAct(viewer, "webhook.replayed", tools.now());
  const found = await listPlaces(tools.db, filters, past, replayedAtOnce + 1);
  const taken = found.slice(0, replayedAtOnce);
  const ids = taken.map(({ id }) => id);
  const last = found.length > taken.length ? taken.at(-1) : undefined;
  return { ...(await replay(tools, actor, ids)), past: last ?? null };
}

async function replay(tools: SyncTools, actor: string, wanted: string[]): Promise<Replayed> {
  const { db, now } = tools;
  const ids = await db.$transaction(async (tx) => {
    const events = await store.findEvents(tx, wanted);
    const found = wanted.filter((id) => events.some((event) => event.id === id));
    await replayEvents(tx, found, now());
    const entries = events.map(
      ({ id, ...before }): AuditEntry => ({
        actor,
        action: "webhook.replayed",
        subject: `webhook_event:${id}`,
        workspaceId: null,
        before,
        after: { state: "pending", attempts: 0, error: null },
      }),
    );
    await recordAudit(tx, entries, now());
    return found;
  });
  const until = performance.now() + withinMs;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, withinMs);
  });
  await Promise.race([processEvents(tools, ids, () => performance.now() >= until), tooLate]);
  clearTimeout(timer);
  const after = await store.findEvents(db, ids);
  return {
    replayed: ids.length,
    processed: after.filter(({ state }) => state === "processed" || state === "ignored").length,
    failed: after.filter(({ state, attempts }) => state === "pending" && attempts > 0).length,
  };
}
