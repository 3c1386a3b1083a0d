import { redis } from "#platform/redis/redis.ts";
import { dayMs, secondMs } from "#shared/time.ts";

/** Stripe delivers an event again for three days. */
const rememberedSeconds = (4 * dayMs) / secondMs;

const keyOf = (eventId: string) => `stripe-event:${eventId}`;

/**
 * Whether Redis knows that the event is stored. A no says nothing, for it may be away or flushed:
 * then Postgres is asked, where an event id is there once.
 */
export async function isRemembered(eventId: string): Promise<boolean> {
  const answer = await redis()?.ask((client) => client.get(keyOf(eventId)));
  return answer?.value != null;
}

/** To be called when Postgres has committed the event, never before. */
export async function remember(eventId: string): Promise<void> {
  await redis()?.ask((client) => client.set(keyOf(eventId), "stored", "EX", rememberedSeconds, "NX"));
}
