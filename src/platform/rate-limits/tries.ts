import { networkOf } from "#platform/http/network.ts";
import type { Counted } from "./kept-limiter.ts";

/** What can be hit upon by trying. */
export type Guessed = "promo" | "discount";

/**
 * What a try is counted by: who makes it, from which address, in which network. An address that
 * nobody told is many people's, and none to count by.
 */
export function triesOf(guessed: Guessed, profileId: string, address: string): Counted[] {
  const network = networkOf(address);
  const account: Counted = { name: `${guessed}:account`, key: profileId };
  if (network === null) return [account];
  return [
    account,
    { name: `${guessed}:address`, key: address },
    { name: `${guessed}:network`, key: network },
  ];
}
