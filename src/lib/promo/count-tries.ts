import type { Viewer } from "#lib/workspaces/viewer.ts";
import { networkOf } from "#platform/http/network.ts";
import { log } from "#platform/log/log.ts";
import { type Counted, isFirstBeyond } from "#platform/rate-limits/kept-limiter.ts";
import { countOutcome } from "./outcomes.ts";

/**
 * What a try is counted by: who makes it, from which address, in which network. An address that
 * nobody told is many people's, and none to count by.
 */
export function triesOf({ profileId }: Viewer, address: string): Counted[] {
  const network = networkOf(address);
  const account: Counted = { name: "promo:account", key: profileId };
  if (network === null) return [account];
  return [account, { name: "promo:address", key: address }, { name: "promo:network", key: network }];
}

/** Counts a code that is none. Many of them, from wherever, are told to a person; nobody is held up. */
export async function watchGuesses(): Promise<void> {
  try {
    if (!(await isFirstBeyond({ name: "promo-unknown:everybody", key: "all" }))) return;
    countOutcome("alarm");
    log().error("promo codes are being guessed: more unknown ones within the hour than people mistype");
  } catch (err) {
    log().warn({ err }, "an unknown promo code could not be counted");
  }
}
