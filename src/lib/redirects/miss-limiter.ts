import { randomInt } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { addressGroup, unknownAddress } from "#platform/http/client-address.ts";

const missesPerMinute = 60;
const buckets = 65_536;

/**
 * Counts requests for codes that do not exist, so that slugs cannot be guessed in bulk. Cached
 * codes never come here. Addresses share a fixed number of buckets, which bounds the memory;
 * the seed keeps anybody from choosing whose bucket they fill.
 */
export class MissLimiter {
  readonly #limiter: RateLimiterMemory;
  readonly #seed = randomInt(2 ** 31);

  constructor(points = missesPerMinute) {
    this.#limiter = new RateLimiterMemory({ points, duration: 60 });
  }

  /** Counts one miss; seconds to wait when it was one too many, else null. */
  async count(address: string): Promise<number | null> {
    if (address === unknownAddress) return null;
    try {
      await this.#limiter.consume(this.#bucket(address));
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return seconds(error.msBeforeNext);
      throw error;
    }
  }

  /** Takes one back that was counted before it was known to be none. */
  async giveBack(address: string): Promise<void> {
    if (address !== unknownAddress) await this.#limiter.reward(this.#bucket(address));
  }

  #bucket(address: string): number {
    let hash = this.#seed;
    for (const char of addressGroup(address)) {
      hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
    }
    return (hash >>> 0) % buckets;
  }
}

function seconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
