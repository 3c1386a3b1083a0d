import { log } from "#platform/log/log.ts";
import { isFirstBeyond } from "#platform/rate-limits/kept-limiter.ts";
import { countOutcome } from "./outcomes.ts";

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
