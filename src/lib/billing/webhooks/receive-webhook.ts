import type { PrismaRoot } from "#platform/db/prisma.ts";
import { findQueue } from "#platform/jobs/queue.ts";
import { Refusal } from "#shared/errors.ts";
import { secondMs } from "#shared/time.ts";
import { isRemembered, remember } from "./event-memory.ts";
import { mayChangeAccess, storedForm } from "./event-subject.ts";
import { insertEvent } from "./inbox.ts";
import { verifyWebhook } from "./verify-webhook.ts";

export type Received = {
  eventId: string;
  /** Nobody else will process it soon: the caller has to. */
  isForCaller: boolean;
};

/**
 * Of one deed Stripe tells a dozen things at once. What may change access is looked at without
 * delay; the rest a moment later, when one reading of the customer serves for all of them.
 */
function delayOf(type: string): number {
  return mayChangeAccess(type) ? 0 : 2 * secondMs;
}

/**
 * Takes a delivery of Stripe's: verifies it and stores it, once by its id. What it means is found
 * out later, so that Stripe has its answer at once.
 * @throws Refusal `validation` with the reason, when it is not Stripe's or not of now
 */
export async function receiveWebhook(
  db: PrismaRoot,
  delivery: { rawBody: string; signature: string | null; secrets: readonly string[] },
  now: Date,
): Promise<Received> {
  const verified = verifyWebhook(delivery.rawBody, delivery.signature, delivery.secrets, now);
  if ("refusal" in verified) {
    throw new Refusal("validation", { values: { reason: verified.refusal } });
  }
  const { event } = verified;
  if (await isRemembered(event.id)) return { eventId: event.id, isForCaller: false };
  const stored = storedForm(event);
  const queue = findQueue();
  const isNew = await db.$transaction(async (tx) => {
    const inserted = await insertEvent(tx, stored, now);
    if (inserted && stored.isRelevant) {
      await queue?.send(tx, "stripe-event", { eventId: event.id }, delayOf(event.type));
    }
    return inserted;
  });
  await remember(event.id);
  return { eventId: event.id, isForCaller: isNew && stored.isRelevant && queue === null };
}
