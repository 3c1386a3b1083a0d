import { setTimeout as sleep } from "node:timers/promises";
import type Stripe from "stripe";
import type { Random } from "./random.ts";
import { sign } from "./sign.ts";

export type Delivered = { taken: number; unreached: number; unavailable: number; refused: number };

const atOnce = 20;

/**
 * Brings events to an address as Stripe does, so many at a time: signed when sent, again when
 * nobody was there, in the order of the list.
 * @param onTaken is told how many were taken, and waited for
 */
export async function deliver(
  events: readonly Stripe.Event[],
  url: () => string,
  random: Random,
  onTaken: (taken: number) => Promise<void> | void = () => {},
): Promise<Delivered> {
  const waiting = [...events];
  const counts = { taken: 0, unreached: 0, unavailable: 0, refused: 0 };
  const lane = async () => {
    for (let event = waiting.shift(); event !== undefined; event = waiting.shift()) {
      const status = await send(event, url());
      if (status === 200) await onTaken(++counts.taken);
      else {
        counts[status === null ? "unreached" : status === 503 ? "unavailable" : "refused"]++;
        // Later, somewhere among the others.
        waiting.splice(random.below(waiting.length + 1), 0, event);
        await sleep(20);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return counts;
}

/** @returns the status, or null where nobody answered */
async function send(event: Stripe.Event, url: string): Promise<number | null> {
  const { rawBody, signature } = sign(event);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: rawBody,
      headers: { "stripe-signature": signature, "content-type": "application/json" },
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return null;
  }
}
